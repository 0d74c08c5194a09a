package analyze

import (
	"context"
	"fmt"
	"time"

	"github.com/debrief-dev/debrief/store"
)

const (
	// firstPrompts is from how many prompts on topics are looked for.
	firstPrompts = 30
	// morePrompts is by how much they grow until topics are found again.
	morePrompts = 1.2
	// quietFor is how long no prompt must have come before topics are found:
	// amid a burst, such as an import, they would be of its beginning.
	quietFor = time.Second
	// patience is how long a burst may put that off.
	patience = 30 * time.Second
	// lookEvery is how often prompts are counted at most: it costs some 50 ms
	// for a million.
	lookEvery = 500 * time.Millisecond
)

// keepTopics tends topics until the context ends.
func (a *Analyzer) keepTopics(ctx context.Context) {
	for ctx.Err() == nil {
		a.topics.mu.Lock()
		waiting := a.topics.waiting
		a.topics.waiting = nil
		a.topics.mu.Unlock()
		pending, err := a.tendAll(ctx, len(waiting) > 0)
		if err != nil && ctx.Err() == nil {
			a.OnError(fmt.Errorf("cannot find topics, trying again: %w", err))
		}
		if err == nil {
			release(waiting)
		} else {
			a.topics.mu.Lock()
			a.topics.waiting = append(a.topics.waiting, waiting...)
			a.topics.mu.Unlock()
		}
		a.restTopics(ctx, pending || err != nil)
	}
}

// restTopics waits until something was derived, or for a while where there is
// something to do anyway; and not at all if somebody waits for topics.
func (a *Analyzer) restTopics(ctx context.Context, again bool) {
	timer := time.NewTimer(lookEvery)
	defer timer.Stop()
	for rested := false; ; {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			if rested = true; again {
				return
			}
		case <-a.topics.wake:
			again = true
		}
		a.topics.mu.Lock()
		hurried := len(a.topics.waiting) > 0
		a.topics.mu.Unlock()
		if rested && again || hurried {
			return
		}
	}
}

// waitTopics returns once topics are current.
func (a *Analyzer) waitTopics(ctx context.Context) error {
	done := make(chan struct{})
	a.topics.mu.Lock()
	a.topics.waiting = append(a.topics.waiting, done)
	a.topics.mu.Unlock()
	a.topics.poke()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("topics have not caught up: %w", ctx.Err())
	}
}

// tendAll tends the topics of every project, and reports whether any are still
// to be found. Unless it is urgent, bursts are waited out.
func (a *Analyzer) tendAll(ctx context.Context, urgent bool) (pending bool, err error) {
	a.topics.tending.Lock()
	defer a.topics.tending.Unlock()
	counts, err := a.countPrompts(ctx)
	if err != nil {
		return false, err
	}
	for _, count := range counts {
		waits, err := a.tend(ctx, count, urgent)
		if err != nil {
			return false, fmt.Errorf("project %s: %w", count.Project, err)
		}
		pending = pending || waits
	}
	return pending, nil
}

// countPrompts counts them where events were taken in since they were.
func (a *Analyzer) countPrompts(ctx context.Context) ([]store.PromptCount, error) {
	a.topics.mu.Lock()
	counts, news := a.topics.counts, a.topics.news
	a.topics.news = false
	a.topics.mu.Unlock()
	if !news {
		return counts, nil
	}
	counts, err := a.Store.CountPrompts(ctx)
	a.topics.mu.Lock()
	defer a.topics.mu.Unlock()
	a.topics.counts, a.topics.news = counts, a.topics.news || err != nil
	return counts, err
}

// tend does for one project what there is to do.
func (a *Analyzer) tend(ctx context.Context, count store.PromptCount, urgent bool) (pending bool, err error) {
	p, err := a.placingOf(ctx, count.Project)
	if err != nil {
		return false, err
	}
	if p, err = a.forget(ctx, p); err != nil {
		return false, err
	}
	if p, err = a.decide(ctx, p); err != nil {
		return false, err
	}
	if a.due(p, count) {
		if !urgent && !a.isTime(count.Project) {
			return true, nil
		}
		if p, err = a.find(ctx, p, count, false); err != nil {
			return false, err
		}
		return false, a.placeAll(ctx, p)
	}
	if p, err = a.grow(ctx, p, count, urgent); err != nil {
		return false, err
	}
	return false, a.placeAll(ctx, p)
}

// due reports whether topics are to be found, and notes since when.
func (a *Analyzer) due(p *placing, count store.PromptCount) bool {
	a.topics.mu.Lock()
	defer a.topics.mu.Unlock()
	forced := a.topics.forced[count.Project]
	is := count.Prompts >= firstPrompts && (forced || p.model == nil || float64(count.Prompts) >= morePrompts*float64(p.state.Prompts))
	if _, noted := a.topics.dueAt[count.Project]; is && !noted {
		a.topics.dueAt[count.Project] = a.Now()
	} else if !is {
		delete(a.topics.dueAt, count.Project)
	}
	return is
}

// isTime reports whether a burst has ended, or lasts too long to be waited out.
func (a *Analyzer) isTime(project string) bool {
	a.topics.mu.Lock()
	defer a.topics.mu.Unlock()
	now := a.Now()
	return a.topics.forced[project] || (!a.topics.behind && now.Sub(a.topics.heardAt) >= quietFor) || now.Sub(a.topics.dueAt[project]) >= patience
}
