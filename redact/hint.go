package redact

import "unicode/utf8"

// hint is what a word near a number says about it.
type hint uint8

const (
	hintNone hint = iota
	hintPhone
	hintCard
	hintSSN
	hintVersion
	hintOther // An order, an invoice, an article: none of the kinds.
)

const (
	// hintWords and hintBytes bound how far a word may stand from its number.
	hintWords = 5
	hintBytes = 48
	// hintLetters is the longest word looked up, in bytes.
	hintLetters = 16
)

// hintBefore returns what the nearest telling word before start says. It does
// not look across a line, a finding or brackets.
func (s *scan) hintBefore(start int) hint {
	limit := max(s.floor, start-hintBytes)
	end := start
	if s.at(start-1) == '#' {
		return hintOther
	}
	for range hintWords {
		for end > limit && !isWordByte(s.text[end-1]) {
			end--
			if c := s.text[end]; c == '\n' || c == '[' || c == ']' {
				return hintNone
			}
		}
		begin := end
		for begin > limit && isWordByte(s.text[begin-1]) {
			begin--
		}
		if begin == end {
			return hintNone
		}
		if h := hintOf(s.text[begin:end]); h != hintNone {
			return h
		}
		end = begin
	}
	return hintNone
}

// hintAfter returns what the first word behind end says, which addresses in
// letters use: "555 0100 office", "555 0100-Fax".
func (s *scan) hintAfter(end int) hint {
	begin := end
	for begin < len(s.text) && begin < end+2 && (s.text[begin] == ' ' || s.text[begin] == '-' || s.text[begin] == '(') {
		begin++
	}
	stop := wordEnd(s.text, begin)
	if stop-begin > hintLetters {
		return hintNone
	}
	return hintOf(s.text[begin:stop])
}

// isWordByte takes every byte beyond ASCII for a letter; digits belong to words
// so that the letters between those of an identifier are none.
func isWordByte(c byte) bool { return isAlnum(c) || c >= utf8.RuneSelf }

// hintOf knows the words of the seven languages the signals know.
func hintOf(word string) hint {
	var buf [hintLetters]byte
	if len(word) > len(buf) {
		return hintNone
	}
	for i := range len(word) {
		c := word[i]
		if c-'A' < 26 {
			c |= 0x20
		}
		buf[i] = c
	}
	switch string(buf[:len(word)]) {
	case "phone", "telephone", "tel", "mobile", "cell", "cellphone", "fax", "call", "calling", "dial", "text", "sms",
		"whatsapp", "landline", "hotline", "ring", "answering", "office", "phones",
		"téléphone", "portable", "appeler", "appelez", "appelle", "joindre", "joignable",
		"telefon", "telefonnummer", "handy", "handynummer", "rufnummer", "mobil", "mobilnummer", "anrufen",
		"teléfono", "telefono", "móvil", "movil", "celular", "llamar", "llámame", "llame", "llama",
		"telefone", "telemóvel", "ligar", "ligue", "cellulare", "chiamare", "chiama", "chiamami",
		"telefoon", "telefoonnummer", "mobiel", "bellen", "bel":
		return hintPhone
	case "card", "cc", "visa", "mastercard", "amex", "maestro", "credit", "debit", "carte", "kreditkarte", "karte",
		"tarjeta", "cartão", "carta", "creditcard", "kaart", "cb":
		return hintCard
	case "ssn", "social", "itin":
		return hintSSN
	case "version", "ver", "release", "build", "firmware", "section", "chapter", "clause", "oid", "driver", "kernel":
		return hintVersion
	case "order", "orders", "invoice", "ticket", "case", "ref", "reference", "tracking", "parcel", "shipment", "sku",
		"isbn", "issn", "ean", "gtin", "upc", "serial", "part", "model", "account", "policy", "contract", "id", "article",
		"commande", "facture", "dossier", "colis", "référence", "contrat", "bestellung", "bestellnummer", "rechnung",
		"rechnungsnummer", "auftrag", "kundennummer", "pedido", "factura", "envío", "encomenda", "fatura", "ordine",
		"fattura", "spedizione", "bestelling", "bestelnummer", "factuur", "pakket":
		return hintOther
	default:
		return hintNone
	}
}

// hasPrefixFold is strings.HasPrefix without regard to the case of ASCII
// letters; prefix is in small letters.
func hasPrefixFold(text, prefix string) bool {
	if len(text) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		c := text[i]
		if c-'A' < 26 {
			c |= 0x20
		}
		if c != prefix[i] {
			return false
		}
	}
	return true
}
