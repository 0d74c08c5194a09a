// Package text is how words are read: it splits a text into words, tells its
// [Language], knows what 90,000 English words mean by their vectors, and makes
// of a project's own texts a [Space] in which texts that mean the same lie
// close. It is pure: the same texts give the same numbers, and its models are
// part of the binary.
package text
