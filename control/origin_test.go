package control

import "testing"

func TestParseOrigin(t *testing.T) {
	t.Parallel()
	f := func(in string, want Origin) {
		t.Helper()
		got, err := ParseOrigin(in)
		if (want == "") != (err != nil) || got != want {
			t.Errorf("%q: got %q, %v", in, got, err)
		}
	}
	f("https://app.example.com", "https://app.example.com")
	f(" HTTPS://App.Example.com/ ", "https://app.example.com")
	f("https://app.example.com:443", "https://app.example.com")
	f("https://app.example.com:8443", "https://app.example.com:8443")
	f("http://localhost:3000", "http://localhost:3000")
	f("http://localhost:80", "http://localhost")
	f("http://[::1]:3000", "http://[::1]:3000")
	f("https://*.example.com", "https://*.example.com")
	f("https://*.co", "")
	f("https://*", "")
	f("https://a*.example.com", "")
	f("https://app.*.com", "")
	f("app.example.com", "")
	f("https://app.example.com/page", "")
	f("https://app.example.com?x=1", "")
	f("https://ada@app.example.com", "")
	f("ftp://app.example.com", "")
	f("null", "")
	f("", "")
}

func TestAllow(t *testing.T) {
	t.Parallel()
	f := func(sent string, want bool, origins ...Origin) {
		t.Helper()
		limits := Limits{Origins: origins}
		if limits.Allow(sent) != want {
			t.Errorf("%q by %v: want %v", sent, origins, want)
		}
	}
	f("https://app.example.com", true)
	f("", true)
	f("https://app.example.com", true, "https://other.example", "https://app.example.com")
	f("http://app.example.com", false, "https://app.example.com")
	f("https://app.example.com:8443", false, "https://app.example.com")
	f("https://app.example.com.evil.test", false, "https://app.example.com")
	f("", false, "https://app.example.com")
	f("null", false, "https://app.example.com", "https://*.example.com")
	f("https://a.example.com", true, "https://*.example.com")
	f("https://a.b.example.com", true, "https://*.example.com")
	f("https://example.com", false, "https://*.example.com")
	f("https://evilexample.com", false, "https://*.example.com")
	f("http://a.example.com", false, "https://*.example.com")
	f("http://a.example.com:3000", true, "http://*.example.com:3000")
}
