package storetest

import "testing"

func writer(*testing.T, Open)  {}
func tail(*testing.T, Open)    {}
func history(*testing.T, Open) {}
func deriver(*testing.T, Open) {}
func lists(*testing.T, Open)   {}
func gets(*testing.T, Open)    {}
func exports(*testing.T, Open) {}
