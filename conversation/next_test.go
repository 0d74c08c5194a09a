package conversation

import "testing"

func TestNext(t *testing.T) {
	f := func(want Next, here []Signal, after ...Signal) {
		t.Helper()
		turn, next := Turn{PromptEvent: "1"}, &Turn{PromptEvent: "2"}
		for _, s := range here {
			turn.Evidence = append(turn.Evidence, Evidence{Signal: s})
		}
		for _, s := range after {
			next.Evidence = append(next.Evidence, Evidence{Signal: s})
		}
		if got := turn.followedBy(next); got != want {
			t.Errorf("%v then %v is %s, want %s", here, after, got, want)
		}
		if got := turn.followedBy(nil); got != NextLeft && want != NextEscalated {
			t.Errorf("%v then nothing is %s", here, got)
		}
	}
	f(NextContinued, nil)
	f(NextContinued, []Signal{Refused}, Slow)
	f(NextEscalated, []Signal{HandedOff}, Thanked)
	f(NextEscalated, nil, Rephrased, WantedHuman)
	f(NextCorrected, nil, Rephrased, Frustrated, Corrected)
	f(NextFrustrated, nil, Frustrated, Repeated)
	f(NextRephrased, nil, Repeated)
	f(NextThanked, nil, Thanked, SmallTalk)
	turns := []Turn{{Next: NextRephrased}, {Next: NextLeft}, {}}
	if got := converted(turns); got[0].Next != NextRephrased || got[1].Next != NextConverted || got[2].Next != "" || turns[1].Next != NextLeft {
		t.Errorf("converted %+v", got)
	}
}

func TestFellShort(t *testing.T) {
	f := func(want bool, turn Turn, signals ...Signal) {
		t.Helper()
		if turn.Next != "" {
			turn.PromptEvent = "1"
		}
		for _, s := range signals {
			turn.Evidence = append(turn.Evidence, Evidence{Signal: s})
		}
		if got := turn.FellShort(); got != want {
			t.Errorf("%+v: %t, want %t", turn, got, want)
		}
	}
	low, high, half := 0.25, 0.3, 0.5
	f(false, Turn{Next: NextLeft})
	f(false, Turn{Next: NextThanked}, Slow)
	f(false, Turn{}, Unanswered)
	f(false, Turn{Next: NextRephrased}, SmallTalk)
	f(true, Turn{Next: NextRephrased})
	f(true, Turn{Next: NextLeft}, Fallback)
	f(true, Turn{Next: NextLeft, Rating: &low})
	f(false, Turn{Next: NextLeft, Rating: &high, Gap: &high})
	f(true, Turn{Next: NextContinued, Gap: &half})
}
