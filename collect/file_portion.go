package collect

import (
	"errors"
	"io"

	"github.com/debrief-dev/debrief/event"
)

// Portion is a part of a file that fits one request.
type Portion struct {
	Batch
	Places []Place // of each entry's record
}

// How much a portion holds; of bytes, at most one event more.
const (
	portionEntries = 2_000
	portionBytes   = 3 << 20
)

// Portion reads the next part of the file. At the end, or where the file
// cannot be read further, it returns what there was before with io.EOF or the
// error.
func (f *File) Portion() (Portion, error) {
	var p Portion
	size := 0
	for len(p.Entries) < portionEntries && size < portionBytes {
		if len(f.left.Entries) == 0 {
			var err error
			if f.left, err = f.Next(); err != nil {
				f.left.Entries = nil
				return p, err
			}
			continue
		}
		entry := f.left.Entries[0]
		f.left.Entries = f.left.Entries[1:]
		p.Entries, p.Places = append(p.Entries, entry), append(p.Places, f.left.Place)
		size += entrySize(&entry)
	}
	return p, nil
}

// Portions reads the whole file, calling take with each part that has entries.
func (f *File) Portions(take func(Portion) error) error {
	for {
		p, err := f.Portion()
		if len(p.Entries) > 0 {
			if failed := take(p); failed != nil {
				return failed
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// entrySize is about how many bytes an entry takes in a request.
func entrySize(entry *Entry) int {
	size := 0
	for _, list := range []event.Properties{entry.Item.Properties, entry.Item.Context} {
		for _, p := range list {
			size += len(p.Name) + len(p.Value)
		}
	}
	return size
}

// AppendLine appends an item as a line of the native protocol, which reads it
// as the same item.
func AppendLine(b []byte, item *event.Item) []byte {
	b = append(b, '{')
	for _, m := range []struct {
		name  string
		value event.Value
	}{
		{"id", item.ID},
		{"event", item.Name},
		{"type", typeOf(item.Kind)},
		{"user_id", item.User},
		{"anonymous_id", item.Anonymous},
		{"account_id", item.Account},
		{"timestamp", item.Timestamp},
	} {
		if m.value != "" {
			b = appendMember(b, m.name, string(m.value))
		}
	}
	if item.TimeInferred {
		b = appendMember(b, "time_inferred", "true")
	}
	if len(item.Context) > 0 {
		b = item.Context.AppendJSON(appendMember(b, "context", ""))
	}
	b = item.Properties.AppendJSON(appendMember(b, "properties", ""))
	return append(b, "}\n"...)
}

func appendMember(b []byte, name, value string) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	b = append(event.AppendText(b, name), ':')
	return append(b, value...)
}

// typeOf is what an item is where its name does not say so.
func typeOf(kind event.Kind) event.Value {
	if kind == "" {
		return ""
	}
	return event.TextValue(string(kind))
}
