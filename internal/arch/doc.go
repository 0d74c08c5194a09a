// Package arch holds the architecture as tests: which package may import which and why, where drivers, HTTP and
// logging live, how large files and functions may grow, and that committed builds belong to their sources. It has
// no code of its own; read table_test.go as the map of the tree, and run `make measure` for the figures.
//
// A new package is a new row in the table, with its reason. It needs a narrow interface of its own and some four
// hundred lines behind it; otherwise it is a file of the package it serves.
package arch
