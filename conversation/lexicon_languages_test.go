package conversation

import (
	"strings"
	"testing"

	"github.com/debrief-dev/debrief/event"
)

// TestPhrasesOfEveryLanguage holds one sentence for each signal and language,
// and what looks like one and is none.
func TestPhrasesOfEveryLanguage(t *testing.T) {
	const small, thanks, human, wrong, angry, refused, lost = "small_talk", "thanked", "escalated", "corrected", "frustrated", "refused", "fallback"
	for language, sentences := range map[string]map[string][]string{
		"en": {
			small: {"Good morning!"}, thanks: {"Thanks a lot, that helped", "Can you book it? Many thanks"}, human: {"Let me speak to a human agent"},
			wrong: {"That's not what I asked"}, angry: {"This is ridiculous"}, refused: {"I'm sorry, but I cannot help with that."},
			lost: {"I couldn't find anything about this."}, "": {"Which agent sold me the human resources module?", "No thanks, show me the cheaper one"},
		},
		"fr": {
			small: {"Bonjour !", "Non, c'est tout"}, thanks: {"Merci beaucoup pour votre aide"}, human: {"Je voudrais parler à un conseiller"},
			wrong: {"Ce n'est pas ce que j'ai demandé"}, angry: {"C'est vraiment nul, votre truc"}, refused: {"Désolé, je ne peux pas vous aider avec cette demande."},
			lost: {"Je n'ai pas trouvé de document à ce sujet."}, "": {"Où est ma facture de mai, merci d'avance", "J'ai tapé un code incorrect"},
		},
		"de": {
			small: {"Guten Morgen!", "Alles klar"}, thanks: {"Vielen Dank für die Hilfe"}, human: {"Ich möchte mit einem Mitarbeiter sprechen"},
			wrong: {"Das stimmt nicht"}, angry: {"Das ist lächerlich"}, refused: {"Es tut mir leid, aber ich kann dabei nicht helfen."},
			lost: {"Dazu habe ich leider keine Informationen gefunden."}, "": {"Wo finde ich die Rechnung? Danke im Voraus", "Was ist der Unterschied?"},
		},
		"es": {
			small: {"Hola, buenas tardes", "Nada más"}, thanks: {"Muchas gracias por tu ayuda"}, human: {"Quiero hablar con una persona"},
			wrong: {"Eso no es lo que pregunté"}, angry: {"Esto es una vergüenza"}, refused: {"Lo siento, no puedo ayudarte con eso."},
			lost: {"No he encontrado información sobre eso."}, "": {"¿Dónde está mi factura? Gracias de antemano"},
		},
		"pt": {
			small: {"Bom dia!", "Não, é só isso"}, thanks: {"Muito obrigada pela ajuda"}, human: {"Quero falar com um atendente"},
			wrong: {"Não foi isso, eu quis dizer outra coisa"}, angry: {"Isso é ridículo"}, refused: {"Desculpe, não posso ajudar com isso."},
			lost: {"Não encontrei nada sobre esse assunto."}, "": {"Onde está a minha fatura? Obrigado desde já"},
		},
		"it": {
			small: {"Buongiorno!", "No, è tutto"}, thanks: {"Grazie mille per l'aiuto"}, human: {"Vorrei parlare con un operatore"},
			wrong: {"Non è quello che ho chiesto"}, angry: {"È una vergogna, siete inutili"}, refused: {"Mi dispiace, non posso aiutarti con questo."},
			lost: {"Non ho trovato informazioni su questo."}, "": {"Dov'è la mia fattura? Grazie in anticipo"},
		},
		"nl": {
			small: {"Goedemorgen!", "Nee, dat was het"}, thanks: {"Bedankt voor de hulp"}, human: {"Ik wil met een medewerker praten"},
			wrong: {"Dat is niet wat ik vroeg"}, angry: {"Dit is belachelijk"}, refused: {"Sorry, ik kan je daar niet mee helpen."},
			lost: {"Ik heb hierover niets gevonden."}, "": {"Waar is mijn factuur? Alvast bedankt"},
		},
	} {
		for want, all := range sentences {
			for _, sentence := range all {
				if got := heardIn(language, sentence, want == refused || want == lost); got != want && (want != thanks || !strings.Contains(got, thanks)) {
					t.Errorf("%s: %q is %q, want %q", language, sentence, got, want)
				}
			}
		}
	}
}

// heardIn is what a sentence says after another turn, in a language that is
// known.
func heardIn(language, sentence string, answers bool) string {
	b := &builder{turns: []Turn{{ID: "p1", Answered: true}, {ID: "p2", Answered: true}}, parts: make([]parts, 2)}
	b.turns[1].Language, b.turns[1].Prompt = language, sentence
	if answers {
		b.turns[1].Prompt, b.parts[1].answers = "", []answer{{response: &event.Event{Text: sentence}}}
	}
	b.listen()
	for _, one := range detectors() {
		if one.languages != nil {
			one.detect(b)
		}
	}
	var shown []string
	for _, signal := range b.turns[1].Signals() {
		shown = append(shown, string(signal))
	}
	return strings.Join(shown, " ")
}
