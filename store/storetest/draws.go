package storetest

import "math/rand/v2"

// draws are choices made at random, the same every time for the same seed.
type draws struct{ *rand.Rand }

func seeded(seed uint64) draws {
	return draws{rand.New(rand.NewPCG(seed, seed+1))} //nolint:gosec // data must be the same every time
}

// driven draws what a fuzzer's bytes say, one byte a choice, and by chance
// once they are used up.
func driven(data []byte) draws {
	return draws{rand.New(&drive{data, *rand.NewPCG(1, 2)})} //nolint:gosec // likewise
}

type drive struct {
	data []byte
	rest rand.PCG
}

// Uint64 implements rand.Source. The byte fills all eight: what decides is at
// the top.
func (d *drive) Uint64() uint64 {
	if len(d.data) == 0 {
		return d.rest.Uint64()
	}
	const everywhere = 0x0101010101010101
	next := uint64(d.data[0]) * everywhere
	d.data = d.data[1:]
	return next
}

func pick[T any](d draws, from ...T) T { return from[d.IntN(len(from))] }

func (d draws) chance(percent int) bool { return d.IntN(100) < percent }

func maybe[T any](d draws, percent int, v T) *T {
	if d.chance(percent) {
		return &v
	}
	return nil
}
