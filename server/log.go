package server

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/debrief-dev/debrief/control"
)

// What is logged of people and keys. The names are stored and never change.
const (
	actPersonInvited      = "person_invited"
	actInvitationAccepted = "invitation_accepted"
	actPersonRemoved      = "person_removed"
	actRoleChanged        = "role_changed"
	actSessionsEnded      = "sessions_ended"
	actPasswordChanged    = "password_changed"
	actLinkMade           = "signin_link_made"
	actKeyAdded           = "key_added"
	actKeyChanged         = "key_changed"
	actKeyRotated         = "key_rotated"
	actKeyRevoked         = "key_revoked"
	actSettingsChanged    = "settings_changed"
	actErased             = "erased"
	actTopicDecided       = "topic_decided"
)

// AuditEntry is a line of the log of who did what.
type AuditEntry struct {
	At    time.Time `json:"at"`
	Who   string    `json:"who" doc:"an e-mail, or command line"`
	Act   string    `json:"act" enum:"person_invited,invitation_accepted,person_removed,role_changed,sessions_ended,password_changed,signin_link_made,key_added,key_changed,key_rotated,key_revoked,settings_changed,erased"`
	About string    `json:"about" doc:"the person, the key, the project, or what was erased"`
	Note  string    `json:"note,omitempty"`
}

type auditBody struct {
	Entries []AuditEntry `json:"entries" nullable:"false" doc:"newest first"`
}

type auditInput struct {
	Before time.Time `query:"before" doc:"Only what is older: the time of the last entry of the page before"`
	Limit  int       `query:"limit" minimum:"1" maximum:"1000" default:"100"`
}

func (s *Server) registerLog() {
	answers(s, s.operation("listAudit", http.MethodGet, "/api/v1/audit", "Who did what to people and keys"),
		func(ctx context.Context, in *auditInput) (*auditBody, error) {
			entries, err := s.Control.ListEntries(ctx, in.Before, in.Limit)
			list := make([]AuditEntry, len(entries))
			for i, e := range entries {
				list[i] = AuditEntry{At: e.At, Who: e.Who, Act: e.Act, About: e.About, Note: e.Note}
			}
			return &auditBody{list}, err
		})
}

// note logs what was done. It was done, so that it cannot be logged is told to
// whoever runs the server and not to the caller.
func (s *Server) note(ctx context.Context, act, about, note string) {
	p, _ := principalOf(ctx)
	err := s.Control.AddEntry(ctx, control.Entry{At: s.Now(), Who: p.name(), Act: act, About: about, Note: note})
	if err != nil {
		s.Log.ErrorContext(ctx, "cannot log who did what", slog.String("act", act), slog.Any("error", err))
	}
}

// name is what a caller is called in the log.
func (p principal) name() string {
	if p.person != nil {
		return p.person.Email
	}
	return "command line" // keys may do none of what is logged
}
