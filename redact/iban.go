package redact

// maxIBAN is the longest registered IBAN.
const maxIBAN = 34

// iban returns the end of the account number that begins at i, or 0. Single
// spaces or dashes may stand anywhere, letters may be small.
func iban(text string, i int) int {
	if len(text)-i < 15 || !isLetter(text[i+1]) || !isDigit(text[i+2]) || !isDigit(text[i+3]) {
		return 0
	}
	length := ibanLength(text[i]&^0x20, text[i+1]&^0x20)
	if length == 0 {
		return 0
	}
	var chars [maxIBAN]byte
	n, end := 0, i
	for k := i; k < len(text) && n < length; {
		if isAlnum(text[k]) {
			chars[n] = text[k]
			n++
			k++
			end = k
			continue
		}
		width, sep := separatorAt(text, k)
		if k != end || sep != sepSpace && sep != sepDash {
			return 0
		}
		k += width
		if k >= len(text) || !isAlnum(text[k]) {
			return 0
		}
	}
	if n < length || end < len(text) && isAlnum(text[end]) || !mod97(chars[:n]) {
		return 0
	}
	return end
}

// mod97 is the check of ISO 7064 over the number with its first four characters
// moved to its end and letters read as 10 to 35.
func mod97(chars []byte) bool {
	rest := 0
	for k := range chars {
		c := chars[(k+4)%len(chars)]
		if isDigit(c) {
			rest = (rest*10 + int(c-'0')) % 97
		} else {
			rest = (rest*100 + int(c&^0x20-'A') + 10) % 97
		}
	}
	return rest == 1
}

// ibanLength returns the length registered for a country, 0 for none (SWIFT,
// IBAN registry).
func ibanLength(a, b byte) int {
	switch string([]byte{a, b}) {
	case "NO":
		return 15
	case "BE":
		return 16
	case "DK", "FI", "FK", "FO", "GL", "NL", "SD":
		return 18
	case "MK", "SI":
		return 19
	case "AT", "BA", "EE", "KZ", "LT", "LU", "MN", "XK":
		return 20
	case "CH", "HR", "LI", "LV":
		return 21
	case "BG", "BH", "CR", "DE", "GB", "GE", "IE", "ME", "RS", "VA":
		return 22
	case "AE", "GI", "IL", "IQ", "OM", "SO", "TL":
		return 23
	case "AD", "CZ", "ES", "MD", "PK", "RO", "SA", "SE", "SK", "TN", "VG":
		return 24
	case "LY", "PT", "ST":
		return 25
	case "IS", "TR":
		return 26
	case "BI", "DJ", "FR", "GR", "IT", "MC", "MR", "SM":
		return 27
	case "AL", "AZ", "BY", "CY", "DO", "GT", "HN", "HU", "LB", "NI", "PL", "SV":
		return 28
	case "BR", "EG", "PS", "QA", "UA":
		return 29
	case "JO", "KW", "MU", "YE":
		return 30
	case "MT", "SC":
		return 31
	case "LC":
		return 32
	case "RU":
		return 33
	default:
		return 0
	}
}
