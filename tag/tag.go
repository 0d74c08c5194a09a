// Package tag is the browser tag: the script a page loads from /tag.js to send
// its events, embedded as `npm run build` left it in dist. Its TypeScript is
// in src; README.md says what the commands do.
package tag

import (
	"crypto/sha256"
	_ "embed" // the script
	"encoding/hex"
)

//go:embed dist/tag.js
var script string

// etagBytes is how much of the script's SHA-256 names it: 128 bits.
const etagBytes = 16

// Script is the tag, minified, in UTF-8. The caller owns the slice.
func Script() []byte { return []byte(script) }

// ETag is a strong entity tag of Script, quotes included. It changes exactly
// when the script does.
func ETag() string {
	sum := sha256.Sum256([]byte(script))
	return `"` + hex.EncodeToString(sum[:etagBytes]) + `"`
}
