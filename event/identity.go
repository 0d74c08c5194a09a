package event

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// idBytes is the length of a derived id: 128 bits, so that a repeat by chance
// is not to be expected.
const idBytes = 16

// derivedID is the id of an event whose sender gave none: a hash of project,
// source, content, user and source time, so that a repeat of the same request
// changes nothing; without a time of its own, a random one.
func derivedID(e *Event, item *Item) string {
	if item.Timestamp.Null() {
		return rand.Text()
	}
	content := []string{
		e.Project, e.Source, string(item.Timestamp), e.Name, string(e.Kind),
		e.User, e.Anonymous, e.Account, string(item.Properties.AppendJSON(nil)),
	}
	return hash(content)
}

// ConversationUser is the anonymous id of a conversation nobody is named in.
func ConversationUser(project, conversation string) string {
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
