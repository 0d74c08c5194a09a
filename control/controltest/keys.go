package controltest

import (
	"strings"
	"testing"
	"time"

	"github.com/debrief-dev/debrief/control"
)

func keys(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	shop, desk := project(t, s, "shop"), project(t, s, "desk")
	added := make(map[string]control.Key)
	for i, k := range []control.Key{
		{Project: shop, Kind: control.WriteKey, Name: "Page"},
		{Project: shop, Kind: control.ReadKey, Name: "Analysis", Transcripts: true},
		{Project: desk, Kind: control.WriteKey, Name: "Page"},
		{Project: shop, Kind: control.ServerKey, Name: "Backend"},
	} {
		k.CreatedAt = noon().Add(-time.Duration(i) * time.Hour) // the last is the oldest
		got, err := s.AddKey(ctx, k)
		must(t, err)
		if got.ID == "" || got.Value == "" || added[got.Value].ID != "" || added[got.ID].ID != "" {
			t.Errorf("key %d has no id or value of its own: %+v", i, got)
		}
		k.ID, k.Value, k.Hint = got.ID, got.Value, got.Value[:8]
		same(t, "the key that was added", got, k)
		added[got.Value], added[got.ID] = got, got
	}
	for value, k := range added {
		if value != k.Value {
			continue
		}
		got, err := s.FindKey(ctx, value, noon())
		must(t, err)
		same(t, "the key that was found", got, stored(k))
	}
	var names []string
	all, err := s.ListKeys(ctx, shop)
	must(t, err)
	for _, k := range all {
		names = append(names, k.Name)
		same(t, "the key in the list", k, stored(added[k.ID]))
	}
	same(t, "keys, oldest first", names, []string{"Backend", "Analysis", "Page"})
	all, err = s.ListKeys(ctx, "nowhere")
	must(t, err)
	same(t, "keys of an unknown project", len(all), 0)

	_, err = s.AddKey(ctx, control.Key{Project: "nowhere", Kind: control.WriteKey})
	wants(t, "key of an unknown project", err, control.ErrNotFound)
	_, err = s.AddKey(ctx, control.Key{Project: shop, Kind: "master"})
	fails(t, "key of an unknown kind", err)
	for _, value := range []string{"", "dbw_", "dbw_nothing-of-the-kind"} {
		_, err = s.FindKey(ctx, value, noon())
		wants(t, "value "+value, err, control.ErrNotFound)
	}
}

// stored is what a store may say of a key later on.
func stored(k control.Key) control.Key {
	if k.Kind != control.WriteKey {
		k.Value = ""
	}
	return k
}

func secretKeys(t *testing.T, s control.Store) {
	t.Helper()
	shop := project(t, s, "shop")
	f := func(kind control.KeyKind, prefix string) {
		t.Helper()
		k, err := s.AddKey(t.Context(), control.Key{Project: shop, Kind: kind, CreatedAt: noon()})
		must(t, err)
		const made = 32 // characters
		secret, has := strings.CutPrefix(k.Value, prefix)
		if !has || len(secret) != made || strings.Trim(secret, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			t.Errorf("%s key %q: want %s and %d letters and digits", kind, k.Value, prefix, made)
		}
	}
	f(control.WriteKey, "dbw_")
	f(control.ServerKey, "dbs_")
	f(control.ReadKey, "dbr_")
}

func givenKeys(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	shop, desk := project(t, s, "shop"), project(t, s, "desk")
	f := func(kind control.KeyKind, value, hint string) {
		t.Helper()
		k, err := s.AddKey(ctx, control.Key{Project: shop, Kind: kind, Value: value, CreatedAt: noon()})
		must(t, err)
		same(t, "a given key", []string{k.Value, k.Hint}, []string{value, hint})
		got, err := s.FindKey(ctx, value, noon())
		must(t, err)
		same(t, "the found key", got, stored(k))
		for _, other := range []control.KeyKind{control.WriteKey, control.ReadKey} {
			_, err = s.AddKey(ctx, control.Key{Project: desk, Kind: other, Value: value})
			wants(t, "value that a key has", err, control.ErrExists)
		}
	}
	f(control.WriteKey, "0b8d6a0e-94c5-4f0e", "0b8d6a0e")
	f(control.WriteKey, " Key with spaces ", " Key wit")
	f(control.WriteKey, "clé-à-nous", "clé-à-no")
	f(control.ServerKey, "phc_AbCdEfGhIjKl", "phc_")
	f(control.ServerKey, "PHC_AbCdEfGhIjKl", "PHC_") // case matters
	f(control.ReadKey, "dbr_0123456789abcdef", "dbr_0123")
	f(control.ReadKey, "dbr_abcd", "dbr_")

	_, err := s.AddKey(ctx, control.Key{Project: shop, Kind: control.WriteKey, Value: "1234567"})
	wants(t, "seven characters", err, control.ErrShortKey)
	_, err = s.FindKey(ctx, "0B8D6A0E-94c5-4f0e", noon())
	wants(t, "another case", err, control.ErrNotFound)
}

func revokedKeys(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	shop, desk := project(t, s, "shop"), project(t, s, "desk")
	k, err := s.AddKey(ctx, control.Key{Project: shop, Kind: control.WriteKey, CreatedAt: noon()})
	must(t, err)
	later := noon().Add(time.Hour)
	wants(t, "key of another project", s.RevokeKey(ctx, desk, k.ID, later), control.ErrNotFound)
	wants(t, "unknown key", s.RevokeKey(ctx, shop, "none", later), control.ErrNotFound)
	_, err = s.FindKey(ctx, k.Value, noon())
	must(t, err)

	must(t, s.RevokeKey(ctx, shop, k.ID, later))
	_, err = s.FindKey(ctx, k.Value, later.Add(-time.Microsecond))
	must(t, err)
	_, err = s.FindKey(ctx, k.Value, later)
	wants(t, "a revoked key", err, control.ErrNotFound)
	must(t, s.RevokeKey(ctx, shop, k.ID, later.Add(time.Hour)))
	all, err := s.ListKeys(ctx, shop)
	must(t, err)
	k.RevokedAt = later
	same(t, "a revoked key stays in the list, with its earliest end", all, []control.Key{k})
	must(t, s.RevokeKey(ctx, shop, k.ID, noon()))
	_, err = s.FindKey(ctx, k.Value, noon())
	wants(t, "a key that was to end later", err, control.ErrNotFound)
	_, err = s.AddKey(ctx, control.Key{Project: shop, Kind: control.WriteKey, Value: k.Value})
	wants(t, "value of a revoked key", err, control.ErrExists)
}

func limitedKeys(t *testing.T, s control.Store) {
	t.Helper()
	ctx := t.Context()
	shop, desk := project(t, s, "shop"), project(t, s, "desk")
	limits := control.Limits{Origins: []control.Origin{"https://app.example.com", "https://*.example.org"}, Rate: 0.5}
	k, err := s.AddKey(ctx, control.Key{Project: shop, Kind: control.WriteKey, Limits: limits, CreatedAt: noon()})
	must(t, err)
	same(t, "limits of the key that was added", k.Limits, limits)
	got, err := s.FindKey(ctx, k.Value, noon())
	must(t, err)
	same(t, "the key that was found", got, k)

	k.Name, k.Limits = "Page", control.Limits{Rate: 20}
	change := k
	change.Kind, change.Transcripts, change.Value = control.ReadKey, true, ""
	must(t, s.UpdateKey(ctx, change))
	got, err = s.FindKey(ctx, k.Value, noon())
	must(t, err)
	same(t, "an update changes the name and the limits alone", got, k)
	change.Project = desk
	wants(t, "update in another project", s.UpdateKey(ctx, change), control.ErrNotFound)
}
