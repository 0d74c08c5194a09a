package fulltext

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"maps"
	"strings"

	"github.com/zeebo/xxh3"

	"github.com/debrief-dev/debrief/text"
)

// Document is a conversation as it is to be found. One without texts is gone.
type Document struct {
	Project string
	Code    uint64   // stands for the conversation within the project
	Texts   []string // in which words are found
	Prompts []string // of its turns in their order, which are found by what they mean; empty to leave one out
}

// Put makes the index hold the documents as they are now, all or none.
// Documents that it has already cost little.
func (x *Index) Put(ctx context.Context, documents []Document) error {
	x.write.Lock()
	defer x.write.Unlock()
	if err := x.load(ctx); err != nil {
		return err
	}
	tx, err := x.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("cannot begin: %w", err)
	}
	p := &putting{Index: x, tx: tx, numbers: make(map[string]uint16), slots: x.sketches.slots, next: max(1, int64(len(x.codes)))}
	if err = p.all(ctx, documents); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	// Sketches are on disk before the words that speak of them: a file that ends
	// early is noticed, one that holds more is cut.
	if err = x.sketches.write(p.changed); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err = tx.Commit(); err != nil {
		return fmt.Errorf("cannot commit: %w", err)
	}
	x.mutex.Lock()
	defer x.mutex.Unlock()
	x.generation++
	x.sketches.slots = p.slots
	maps.Copy(x.projects, p.numbers)
	for _, n := range p.noted {
		x.note(n.ordinal, n.project, n.code)
	}
	return nil
}

// putting is one Put.
type putting struct {
	*Index

	tx      *sql.Tx
	numbers map[string]uint16 // of projects that are new
	slots   int64             // how many the file of sketches has
	next    int64             // ordinal; 0 is none
	changed []slot
	noted   []noted
}

// noted is what an ordinal stands for.
type noted struct {
	ordinal int64
	project uint16
	code    uint64
}

// entry is a conversation that is in the index.
type entry struct {
	ordinal, mark int64
	slots         []byte // four bytes each
}

func (p *putting) all(ctx context.Context, documents []Document) error {
	for i := range documents {
		if err := p.put(ctx, &documents[i]); err != nil {
			return fmt.Errorf("cannot index a conversation: %w", err)
		}
	}
	_, err := p.tx.ExecContext(ctx, "UPDATE about SET slots = ?", p.slots)
	return err
}

func (p *putting) put(ctx context.Context, d *Document) error {
	number, err := p.project(ctx, d.Project)
	if err != nil {
		return err
	}
	code := int64(d.Code) //nolint:gosec // the same bits
	var at entry
	err = p.tx.QueryRowContext(ctx, "SELECT ordinal, mark, slots FROM conversations WHERE code = ? AND project = ?", code, number).Scan(&at.ordinal, &at.mark, &at.slots)
	there := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if len(d.Texts) == 0 {
		if !there {
			return nil
		}
		return p.drop(ctx, &at)
	}
	mark := markOf(d)
	if there && mark == at.mark {
		return nil
	}
	if !there {
		at.ordinal = p.next
		p.next++
		p.noted = append(p.noted, noted{at.ordinal, number, d.Code})
	}
	p.sketch(&at, d.Prompts)
	if _, err = p.tx.ExecContext(ctx, "INSERT OR REPLACE INTO conversations VALUES (?, ?, ?, ?, ?)", at.ordinal, number, code, mark, at.slots); err != nil {
		return err
	}
	_, err = p.tx.ExecContext(ctx, "INSERT OR REPLACE INTO words (rowid, said) VALUES (?, ?)", at.ordinal, document(d.Texts))
	return err
}

// drop removes a conversation.
func (p *putting) drop(ctx context.Context, at *entry) error {
	p.sketch(at, nil)
	p.noted = append(p.noted, noted{ordinal: at.ordinal})
	if _, err := p.tx.ExecContext(ctx, "DELETE FROM words WHERE rowid = ?", at.ordinal); err != nil {
		return err
	}
	_, err := p.tx.ExecContext(ctx, "DELETE FROM conversations WHERE ordinal = ?", at.ordinal)
	return err
}

// sketch gives each prompt a slot: those that the conversation has, then more.
func (p *putting) sketch(at *entry, prompts []string) {
	held := at.slots
	at.slots = make([]byte, 0, 4*len(prompts))
	for position, prompt := range prompts {
		sketch := p.sketcher().Sketch(text.Words(prompt))
		if sketch == (text.Sketch{}) {
			continue
		}
		number := p.slots
		if len(held) > 0 {
			number, held = int64(binary.LittleEndian.Uint32(held)), held[4:]
		} else {
			p.slots++
		}
		at.slots = binary.LittleEndian.AppendUint32(at.slots, uint32(number))                     //nolint:gosec // fewer than four billion prompts
		p.changed = append(p.changed, slot{number, uint32(at.ordinal), uint32(position), sketch}) //nolint:gosec // likewise
	}
	for ; len(held) > 0; held = held[4:] {
		p.changed = append(p.changed, slot{number: int64(binary.LittleEndian.Uint32(held))})
	}
}

// project is the number of a project, from 1.
func (p *putting) project(ctx context.Context, id string) (uint16, error) {
	if number, ok := p.projects[id]; ok {
		return number, nil
	}
	if number, ok := p.numbers[id]; ok {
		return number, nil
	}
	var number uint16
	err := p.tx.QueryRowContext(ctx, "INSERT INTO projects (id) VALUES (?) RETURNING number", id).Scan(&number)
	p.numbers[id] = number
	return number, err
}

// markOf changes with what is indexed of a document.
func markOf(d *Document) int64 {
	h := xxh3.New()
	for _, list := range [][]string{d.Texts, d.Prompts} {
		for _, s := range list {
			_, _ = h.WriteString(s) // a hash never fails
			_, _ = h.WriteString("\x00")
		}
		_, _ = h.WriteString("\x01")
	}
	return int64(h.Sum64()) //nolint:gosec // the same bits
}

// document writes every term of the texts once.
func document(texts []string) string {
	var b strings.Builder
	seed := maphash.MakeSeed()
	seen := make(map[uint64]struct{})
	for _, s := range texts {
		for t := range text.Terms(s) {
			key := maphash.String(seed, t.Text)
			if _, twice := seen[key]; !twice {
				seen[key] = struct{}{}
				b.WriteString(t.Text)
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}
