package redact

import "testing"

func TestEmail(t *testing.T) {
	mask, keep := masks(t), keeps(t)
	mask("write to ann.lee+x@mail.example.co.uk.", "write to [email].")
	mask("<a@b.co>,c_d@e-f.org;'o'neil@x.com'", "<[email]>,[email];'[email]'")
	mask("mailto:ann@example.com?subject=x", "mailto:[email]?subject=x")
	mask("https://x.test/?email=ann%40example.com&p=1", "https://x.test/?email=[email]&p=1")
	mask("ann@example.com-Office ann@mail.example.com2", "[email]-Office [email]2")
	mask("0612345678@sfr.fr", "[email]")
	mask("ivan@пример.рф", "[email]")
	mask("ann@xn--e1afmkfd.xn--p1ai", "[email]")
	mask("a@b.com@c.com", "[email]@c.com")
	keep("@ann and ann@ and ann@localhost")
	keep("logo@2x.png lodash@4.17.21 pkg@1.2.3")
	keep("5 apples @ 3.50 each, a @ b.com")
	keep("user@.com user@-.x")
}

func TestCard(t *testing.T) {
	mask, keep := masks(t), keeps(t)
	mask("card 4111 1111 1111 1111 12/27 cvc 123", "card [card] 12/27 cvc 123")
	mask("4111-1111-1111-1111", "[card]")
	mask("5555555555554444, 378282246310005 and 3782 822463 10005.", "[card], [card] and [card].")
	mask("6011111111111117 3530111333300000 30569309025904 4222222222222", "[card] [card] [card] [card]")
	mask("2223003122003222 6304000000000000", "[card] [card]")
	mask("4111\u00a01111\u00a01111\u00a01111", "[card]")
	mask("9999 9999 9999 9995", "[card]")
	mask("my card number is 9999999999999995", "my card number is [card]")
	keep("4111 1111 1111 1112")
	keep("order 9999999999999995")
	keep("at 1700000000005, 1700000000000004, 1700000000000000005")
	keep("id 411111111111111111111 and 0.4111111111111111 and x4111111111111111")
	keep("4111111111111111.5 4,111,111,111,111,111")
	keep("550e8400-e29b-41d4-a716-446655440000 12345678-1234-1234-1234-123456789012")
	keep("12 45 67 23 11 45 89 02 33 41")
}

func TestPhone(t *testing.T) {
	mask, keep := masks(t), keeps(t)
	for _, number := range []string{
		"+33 6 12 34 56 78", "+33612345678", "+33 (0)6 12 34 56 78", "(+33) 612 345 678", "+1-202-555-0147",
		"+1 (202) 555-0147", "+49 30 123456", "+44 20 7946 0958", "+86 138 0013 8000", "0033612345678",
		"001-748-088-2851x818", "(202) 555-0147", "202-555-0147", "202.555.0147 ext. 12", "1-202-555-0147",
		"202 555 0147", "06 12 34 56 78", "06.12.34.56.78", "0612345678", "07700900123", "020 7946 0958",
		"0151 23456789", "06-12345678", "0471 12 34 56", "044 668 18 00", "(11) 4706-6184", "612 34 56 78",
		"0412 345 678", "(03) 5327 5996",
	} {
		mask("it is "+number+", thanks", "it is [phone], thanks")
	}
	mask("call 785 8949 now", "call [phone] now")
	mask("mon téléphone : 912345678", "mon téléphone : [phone]")
	mask("Tel.2025550147", "Tel.[phone]")
	mask("9885 1152-Office", "[phone]-Office")
	mask("7,0612345678,0698765432,202-555-0147,3", "7,[phone],[phone],[phone],3")
	mask("06 12 34 56 78 06 98 76 54 32", "[phone] [phone]")
	for _, text := range []string{
		"2026-03-14", "2026-03-14T09:15:22.123Z", "2026-03-14 09:15:22", "14.03.2026", "03/14/2026 - 03/20/2026",
		"14/03/26 10h30", "20260314", "20260314101530", "1700000000", "1700000000123",
		"$1,234,567.89", "1 234 567,89 EUR", "12 345 678", "3.1415926535", "1234567890", "-1234567890",
		"order 202-555-0147", "order #0612345678", "commande 0612345678", "AB-0612345678", "112-1234567-1234567",
		"v1.22.333.4444", "version 10.2.3.4567", "1.2.3-20260314101530", "3-2-1", "2024-2025-2026",
		"550e8400-e29b-41d4-a716-446655440000", "UTC+02:00", "+100 points, +5%", "2+33612345678",
		"f(12)3456789", "(2024) 12345678", "978-3-16-148410-0", "1/2/2026 1200 1300", "05-2026-0042",
		"call me at 2026-03-14 10:00", "call 20260314", "call order 4521345", "0.0612345678", "0612345678a",
	} {
		keep(text)
	}
}

func TestIBAN(t *testing.T) {
	mask, keep := masks(t), keeps(t)
	mask("IBAN: GB82 WEST 1234 5698 7654 32.", "IBAN: [iban].")
	mask("de89370400440532013000 FR1420041010050500013M02606", "[iban] [iban]")
	mask("NO9386011117947, MT84MALT011000012345MTLCAST001S", "[iban], [iban]")
	mask("BE68-5390-0754-7034", "[iban]")
	keep("GB82 WEST 1234 5698 7654 33")
	keep("GB82WEST123456987654321")
	keep("XX82WEST12345698765432")
	keep("GB82  WEST 1234 5698 7654 32")
	keep("AB12 is a postcode, so is NO93")
}

func TestIP(t *testing.T) {
	mask, keep := masks(t), keeps(t)
	mask("from 192.0.2.7:8080 to http://10.0.0.1/x.", "from [ip]:8080 to http://[ip]/x.")
	mask("10.0.0.1-10.0.0.5, 10.0.0.0/8", "[ip]-[ip], [ip]/8")
	mask("ip-172.16.254.1", "ip-[ip]")
	mask("2001:db8::8a2e:370:7334 fe80::1%eth0 [2001:db8::1]:443", "[ip] [ip]%eth0 [[ip]]:443")
	mask("d80:e4b5:79da:6cf6:71f3:51f7:9161:c319", "[ip]")
	mask("::ffff:192.0.2.1", "[ip]")
	mask("gateway 2001:db8::1: timeout", "gateway [ip]: timeout")
	keep("256.1.1.1 1.2.3 1.2.3.4.5 1.2.3.4567")
	keep("version 1.2.3.4, v1.2.3.4, Chrome/120.0.0.0")
	keep("at 12:30:45 or 09:15, ratio 1:2:3:4:5:6:7:8")
	keep("00:1b:44:11:3a:b7 std::vector a::b abc::def docs: x: y ::")
	keep("12:30:45:11:22:33:44:55")
}

func TestSSN(t *testing.T) {
	mask, keep := masks(t), keeps(t)
	mask("SSN: 078-05-1120.", "SSN: [ssn].")
	mask("my social security number is 078 05 1120", "my social security number is [ssn]")
	mask("ssn 078051120", "ssn [ssn]")
	keep("000-12-3456 666-12-3456 900-12-3456 123-00-4567 123-45-0000")
	keep("123-45-67890 1123-45-6789 123-45-6789-1 123 45 6789 078051120")
}
