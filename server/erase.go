package server

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/debrief-dev/debrief/control"
	"github.com/debrief-dev/debrief/store"
)

// Erasure is a receipt, or as much of it as is kept.
type Erasure struct {
	ID           string       `json:"id"`
	At           time.Time    `json:"at"`
	User         string       `json:"user_id,omitempty" doc:"the user that was erased; where an anonymous id was named, whom it is tied to"`
	Conversation string       `json:"conversation_id,omitempty" doc:"the conversation that was erased"`
	Files        []ErasedFrom `json:"files" nullable:"false" doc:"the parts of the data folder, each written anew within a day so that no byte of it is left"`
}

// ErasedFrom is a part of the data folder and whether an erasure has reached
// its files.
type ErasedFrom struct {
	Part   string     `json:"part" doc:"as in events.duckdb"`
	About  string     `json:"about" doc:"what is in it"`
	DoneAt *time.Time `json:"done_at,omitempty" doc:"since when no byte is in its files; absent while that is to come"`
}

// EraseReceipt says what an erasure did, and what it did not.
type EraseReceipt struct {
	Erasure

	Events        int64  `json:"events" doc:"that were erased"`
	Conversations int64  `json:"conversations" doc:"of which nothing is left"`
	Covers        string `json:"covers" doc:"where it is gone from"`
	Leaves        string `json:"leaves" doc:"where it may still be"`
}

// What a receipt says besides figures.
const (
	eraseCovers = "Every answer, list, search, export, figure and live stream, from now on; also after a rebuild, a restart and a crash. What is sent of it later is dropped."
	eraseLeaves = "Backups and exports made before, which restore it. What other users wrote about the user. " +
		"The id itself, in the list of erasures and in the log: without it nothing could be barred. The files listed, until they are done: within a day."
)

type erasuresBody struct {
	Erasures []Erasure `json:"erasures" nullable:"false" doc:"oldest first"`
}

type eraseInput struct {
	ProjectInput
	Body struct {
		User         string `json:"user_id,omitempty" maxLength:"255" doc:"or an anonymous id; this or conversation_id"`
		Conversation string `json:"conversation_id,omitempty" maxLength:"255"`
	}
}

func (s *Server) registerErase() {
	answers(s, s.operation("listErasures", http.MethodGet, "/api/v1/erasures", "What was erased"),
		func(ctx context.Context, in *ProjectInput) (*erasuresBody, error) {
			list, err := s.listErasures(ctx, in.Project)
			if err != nil {
				return nil, err
			}
			return &erasuresBody{list}, nil
		})
	op := failing(s.operation("erase", http.MethodPost, "/api/v1/erasures", "Erase a user or a conversation for ever; answers with a receipt"), http.StatusServiceUnavailable)
	op.Description = "Of a user everything that has their id, or an anonymous id tied to it, and the answers of conversations that they began. It cannot be undone. " +
		"Events that are sent of it later are answered as accepted, and dropped: a sender is not told who was erased."
	answers(s, op, s.erase)
	op = failing(s.operation("compact", http.MethodPost, "/api/v1/erasures/compact", "Write the files anew now, so that no byte of what was erased is left in them"), http.StatusServiceUnavailable)
	op.Description = "It happens by itself within a day of an erasure. Reading goes on meanwhile; events are accepted, and stored when it is done. It answers 503 where it " +
		"must be tried again, as while a backup is made or the disk has no room for a second copy of the events."
	answers(s, op, s.compactNow)
}

func (s *Server) listErasures(ctx context.Context, named string) ([]Erasure, error) {
	project, err := s.project(ctx, named)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Erasures(ctx, project.ID)
	if err != nil {
		return nil, err
	}
	compacted, err := s.Control.ListCompactions(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	list := make([]Erasure, len(all))
	for i, e := range all {
		list[i] = Erasure{ID: e.ID, At: e.At, User: e.User, Conversation: e.Conversation, Files: s.erasedFrom(e.At, compacted)}
	}
	return list, nil
}

// erase stores what was accepted, so that it goes too, and returns once what
// is left has been derived again.
func (s *Server) erase(ctx context.Context, in *eraseInput) (*EraseReceipt, error) {
	if (in.Body.User == "") == (in.Body.Conversation == "") {
		return nil, errInvalid("user_id", "Name a user_id or a conversation_id, and one of them only.")
	}
	project, err := s.project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	if err = s.flush(ctx); err != nil {
		return nil, err
	}
	wanted := store.Erasure{ID: control.NewID(), Project: project.ID, User: in.Body.User, Conversation: in.Body.Conversation, At: s.Now().UTC()}
	erased, err := s.Analyzer.Erase(ctx, wanted)
	if err != nil {
		return nil, err
	}
	if wanted.User != "" {
		s.note(ctx, actErased, "user "+wanted.User, wanted.ID)
	} else {
		s.note(ctx, actErased, "conversation "+wanted.Conversation, wanted.ID)
	}
	if err = s.Analyzer.Wait(ctx); err != nil { // it will be, and shows no text until then
		s.Log.WarnContext(ctx, "what an erasure left is not derived yet", slog.Any("error", err))
	}
	return &EraseReceipt{
		Erasure: Erasure{ID: wanted.ID, At: wanted.At, User: erased.User, Conversation: wanted.Conversation, Files: s.erasedFrom(wanted.At, nil)},
		Events:  erased.Events, Conversations: erased.Conversations, Covers: eraseCovers, Leaves: eraseLeaves,
	}, nil
}
