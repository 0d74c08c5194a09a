// Command language makes text/language.bin: what tells languages of one script
// apart, from the n-gram tables of lingua-go and the function words that bleve
// has from Snowball. scripts/language.sh fetches both and runs it.
package main

import (
	"fmt"
	"log"
	"os"
)

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: language LINGUA BLEVE OUT, the folders of the two modules and the file to write")
	}
	if err := write(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func write(lingua, bleve, out string) error {
	m, err := readModel(lingua)
	if err != nil {
		return err
	}
	words, err := readFunctionWords(bleve)
	if err != nil {
		return err
	}
	table, err := pack(m.chosen(), m, words)
	if err != nil {
		return err
	}
	if err = os.WriteFile(out, table, 0o600); err != nil { //nolint:gosec // the file is the caller's to name
		return fmt.Errorf("cannot write the table: %w", err)
	}
	return nil
}
