package server

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

// TestCalled holds who is believed about where a request comes from: only what
// a proxy of ours wrote, from the end of its list.
func TestCalled(t *testing.T) {
	t.Parallel()
	s := &Server{Options: Options{Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}}}
	f := func(peer, forwarded, proto, address string, secure bool) {
		t.Helper()
		r := httptest.NewRequest(http.MethodGet, "http://debrief.example/", nil)
		r.RemoteAddr = peer
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
		}
		r.Header.Set("X-Forwarded-Proto", proto)
		if c := callerOf(s.called(r).Context()); c.address != address || c.secure != secure {
			t.Errorf("%s for %q: %+v, want %s, secure %v", peer, forwarded, c, address, secure)
		}
	}
	f("192.0.2.1:1234", "", "", "192.0.2.1", false)
	f("192.0.2.1:1234", "198.51.100.7", "https", "192.0.2.1", false) // a stranger's word
	f("127.0.0.1:1234", "", "", "127.0.0.1", false)
	f("127.0.0.1:1234", "198.51.100.7", "https", "198.51.100.7", true)
	f("127.0.0.1:1234", "203.0.113.9, 198.51.100.7", "https, http", "198.51.100.7", false)
	f("127.0.0.1:1234", "203.0.113.9, 198.51.100.7, 10.1.2.3", "https", "198.51.100.7", true)
	f("127.0.0.1:1234", "10.9.9.9, 10.1.2.3", "", "10.9.9.9", false)
	f("127.0.0.1:1234", "198.51.100.7, nonsense", "", "127.0.0.1", false)
	f("[::ffff:127.0.0.1]:1234", "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64", false)
	f("[2001:db8:1:2::9]:1234", "", "", "2001:db8:1:2::/64", false)
	f("@", "198.51.100.7", "https", "", false) // the folder's socket
}
