package event

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"
)

// idBytes is the length of a derived id: 128 bits, so that a repeat by chance
// is not to be expected.
const idBytes = 16

// derivedID is the id of an event whose sender gave none: a hash of project,
// source, content, user and source time, so that a repeat of the same request
// changes nothing; without a time of its own, a random one.
func derivedID(e *Event, item Item) string {
	if item.Timestamp.Null() {
		return rand.Text()
	}
	content := []string{
		e.Project, e.Source, string(item.Timestamp), e.Name, string(e.Kind),
		e.User, e.Anonymous, e.Account, string(item.Properties.AppendJSON(nil)),
	}
	return hash(content)
}

// conversationUser is the anonymous id of a conversation nobody is named in.
func conversationUser(project, conversation string) string {
	return "anon_" + hash([]string{project, conversation})
}

// hash is 128 bits of SHA-256 over length-prefixed parts, in hexadecimal.
func hash(parts []string) string {
	h := sha256.New()
	var length []byte
	for _, part := range parts {
		length = strconv.AppendInt(length[:0], int64(len(part)), 10)
		length = append(length, ':')
		h.Write(length)
		h.Write([]byte(part))
	}
	return hex.EncodeToString(h.Sum(nil)[:idBytes])
}

// earliest and latest bound the times that are believed: outside, the number
// was no time in seconds or milliseconds.
const (
	earliestYear = 1970
	latestYear   = 2199
	// secondsUntil tells seconds from milliseconds: as seconds it is the year 5138.
	secondsUntil = 1e11
)

// parseTime reads RFC 3339, the same without a zone (taken as UTC), a date, or
// a number of seconds or milliseconds since 1970.
func parseTime(v Value) (time.Time, bool) {
	var t time.Time
	if f, ok := v.Number(); ok {
		if f < 0 || f > secondsUntil*1000 {
			return t, false
		}
		if f >= secondsUntil {
			f /= 1000
		}
		t = time.UnixMicro(int64(f * 1e6))
	} else {
		s, isText := v.Text()
		if !isText {
			return t, false
		}
		for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", time.DateOnly} {
			var err error
			if t, err = time.Parse(layout, s); err == nil {
				break
			}
		}
	}
	t = t.UTC().Truncate(time.Microsecond)
	return t, !t.IsZero() && t.Year() >= earliestYear && t.Year() <= latestYear
}
