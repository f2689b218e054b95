"""What people call our kinds and the aspects of a cause, the usual word first. The content has no
words for these; a language that is not here does without."""

from collections.abc import Mapping

from app.content.base import Lang

CALLED: Mapping[Lang, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "exercise": ("exercise", "movement"),
        "routine": ("routine", "exercises", "workout", "programme", "plan"),
        "emergency-contact": ("emergency number", "ambulance", "phone", "call"),
        "none": ("no equipment", "nothing"),
        "overview": ("overview", "what it is", "meaning"),
        "how_common": ("how common", "how often"),
        "signs": ("signs", "symptoms"),
        "how_to_tell": ("how to tell", "check", "test", "at home"),
        "diagnosis": ("diagnosis", "scan"),
        "treatment": ("treatment", "therapy", "cure"),
        "when_to_see_someone": ("when to see someone", "doctor", "danger signs"),
    },
    "es": {
        "exercise": ("ejercicio", "movimiento"),
        "routine": ("rutina", "ejercicios", "programa", "plan"),
        "emergency-contact": ("número de emergencias", "urgencias", "ambulancia", "teléfono"),
        "none": ("sin material", "sin equipo", "nada"),
        "overview": ("qué es", "significado"),
        "how_common": ("frecuencia", "frecuente"),
        "signs": ("señales", "síntomas", "signos"),
        "how_to_tell": ("cómo saberlo", "prueba", "en casa"),
        "diagnosis": ("diagnóstico", "radiografía"),
        "treatment": ("tratamiento", "terapia", "cura"),
        "when_to_see_someone": ("cuándo acudir al médico", "señales de peligro"),
    },
}


def called(what: str, lang: Lang) -> tuple[str, ...]:
    return CALLED.get(lang, {}).get(what, ())
