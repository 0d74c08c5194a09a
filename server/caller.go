package server

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// caller is where a request comes from, as far as it can be told.
type caller struct {
	address string // an IPv4 address, or the first half of an IPv6 one: a household's
	secure  bool   // its browser speaks TLS, to us or to a proxy of ours
	agent   string // the browser, as its User-Agent
}

type callerKey struct{}

func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// called puts where a request comes from into its context.
func (s *Server) called(r *http.Request) *http.Request {
	const longestAgent = 300
	agent := r.UserAgent()
	agent = strings.ToValidUTF8(agent[:min(len(agent), longestAgent)], "")
	c := caller{secure: r.TLS != nil, agent: agent}
	if peer, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		address := peer.Addr().Unmap()
		if s.isProxy(address) {
			c.secure = c.secure || strings.EqualFold(lastOf(r.Header, "X-Forwarded-Proto"), "https")
			address = s.forwarded(r.Header, address)
		}
		c.address = neighbourhood(address)
	}
	return r.WithContext(context.WithValue(r.Context(), callerKey{}, c))
}

func (s *Server) isProxy(address netip.Addr) bool {
	return slices.ContainsFunc(s.Proxies, func(p netip.Prefix) bool { return p.Contains(address) })
}

// forwarded is the address for which a proxy speaks: the last one that is no
// proxy of ours, since whatever stands before it anyone may have written.
func (s *Server) forwarded(h http.Header, peer netip.Addr) netip.Addr {
	list := strings.Split(strings.Join(h.Values("X-Forwarded-For"), ","), ",")
	for _, text := range slices.Backward(list) {
		address, err := netip.ParseAddr(strings.TrimSpace(text))
		if err != nil {
			return peer
		}
		if peer = address.Unmap(); !s.isProxy(peer) {
			return peer
		}
	}
	return peer
}

func lastOf(h http.Header, name string) string {
	list := strings.Split(strings.Join(h.Values(name), ","), ",")
	return strings.TrimSpace(list[len(list)-1])
}

// neighbourhood is what addresses are counted by: whoever has one IPv6 address
// has the 2^64 that share its first half.
func neighbourhood(address netip.Addr) string {
	const half = 64
	if address.Is4() {
		return address.String()
	}
	prefix, err := address.Prefix(half)
	if err != nil {
		return address.String()
	}
	return prefix.String()
}
