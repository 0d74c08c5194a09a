package memory_test

import (
	"testing"
	"time"

	"github.com/debrief-dev/debrief/store"
	"github.com/debrief-dev/debrief/store/memory"
	"github.com/debrief-dev/debrief/store/storetest"
)

func open(_ *testing.T, now func() time.Time) store.Store { return memory.Open(now) }

func TestStore(t *testing.T) { storetest.Run(t, open) }
