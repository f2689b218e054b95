// A self-check from the first question to a routine, and what an app reads besides. Every name and
// type is the document's: a field that is not in it does not compile. README.md has the commands.

import java.nio.file.Files
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.decodeFromJsonElement
import kotlinx.serialization.json.encodeToJsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import okhttp3.Cache
import okhttp3.OkHttpClient
import plumbline.client.apis.ExercisesApi
import plumbline.client.apis.SearchApi
import plumbline.client.apis.SelfCheckApi
import plumbline.client.infrastructure.ClientError
import plumbline.client.infrastructure.ClientException
import plumbline.client.infrastructure.Serializer
import plumbline.client.models.AnswerOption
import plumbline.client.models.Answers
import plumbline.client.models.Outcome
import plumbline.client.models.Problem
import plumbline.client.models.SearchQuery

val url: String = System.getenv("PLUMBLINE_URL") ?: "http://127.0.0.1:8000"
val json = Serializer.kotlinxSerializationJson

suspend fun triage(said: Map<String, String>): Outcome =
    SelfCheckApi(url).triage(Answers(said.mapValues { JsonPrimitive(it.value) }, region = "GB"))

/** Only this level, and only when the check is complete: a level that the app does not know is not it. */
fun mayExercise(outcome: Outcome): Boolean =
    outcome.status == Outcome.Status.COMPLETE && outcome.level == Outcome.Level.SELF_CARE

suspend fun main() {
    // The questionnaire: what each question may be answered with.
    val selfCheck = SelfCheckApi(url).getSelfCheck()
    val questions = selfCheck.sections.flatMap { it.questions }.associateBy { it.slug }
    println("self-check ${selfCheck.version}: ${questions.size} questions")

    // An emergency, told by two answers: nothing more is asked, and no exercise comes with it.
    val emergency = triage(mapOf("screen-nerves" to "one-or-more", "saddle-numbness" to "yes"))
    check(emergency.level == Outcome.Level.EMERGENCY && emergency.next.isEmpty())
    check(emergency.routines.isEmpty() && !mayExercise(emergency))
    println("emergency: call ${emergency.advice.contact.number}, ${emergency.warnings.first().slug} first")

    // A well person's interview: answer what `next` names until nothing is left to ask.
    val answers = mutableMapOf<String, String>()
    var outcome = triage(answers)
    while (outcome.status != Outcome.Status.COMPLETE) {
        check(outcome.level == null)
        check(outcome.next.isNotEmpty())
        for (due in outcome.next) {
            val none = questions.getValue(due.question).options.first { it.kind == AnswerOption.Kind.NONE }
            answers[due.question] = none.slug
        }
        outcome = triage(answers)
    }
    check(mayExercise(outcome))
    println("interview: ${outcome.level?.value}")

    // The warnings, most severe first; some have to be confirmed before a routine is shown.
    val toConfirm = outcome.warnings.filter { it.mustAcknowledge }.map { it.slug }
    check(toConfirm.isNotEmpty())
    println("warnings: ${outcome.warnings.size}, to confirm: ${toConfirm.joinToString()}")

    // The routine, and the drawing of its first exercise. The generated Accept leaves out what is not
    // JSON; most apps give the drawing's address to what loads their images.
    val routine = outcome.routines.first()
    check(routine.stopRules.isNotEmpty())
    val step = routine.phases.first().steps.first()
    val exercises = ExercisesApi(url)
    val figure = exercises.getExercise(step.exercise).figure
    val taking = OkHttpClient.Builder()
        .addInterceptor { it.proceed(it.request().newBuilder().header("Accept", "*/*").build()) }
        .build()
    val drawing = ExercisesApi(url, taking)
        .getExerciseFigure(step.exercise, theme = ExercisesApi.ThemeGetExerciseFigure.DARK)
    check(drawing.readText().startsWith("<svg"))
    println("routine: ${routine.slug} starts with ${step.name}, drawn at ${figure.svg}")

    // Every exercise, page by page.
    val slugs = mutableListOf<String>()
    var cursor: String? = null
    do {
        val page = exercises.listExercises(limit = 10, cursor = cursor)
        slugs += page.items.map { it.slug }
        cursor = page.next
    } while (cursor != null)
    check(slugs.toSet().size == slugs.size)
    println("exercises: ${if (slugs.size > 20) "all" else "few"}, in pages of 10")

    // What did not change does not travel again: OkHttp's cache asks with the ETag it was given, and
    // reads a 304 as what it kept. `max-age=0` asks even where it need not yet.
    val codes = mutableListOf<Int>()
    val keeping = OkHttpClient.Builder()
        .cache(Cache(Files.createTempDirectory("plumbline").toFile(), maxSize = 10L shl 20))
        .addInterceptor { it.proceed(it.request().newBuilder().header("Cache-Control", "max-age=0").build()) }
        .addNetworkInterceptor { chain -> chain.proceed(chain.request()).also { codes += it.code } }
        .build()
    val kept = ExercisesApi(url, keeping)
    check(kept.listExercises() == kept.listExercises())
    println("again: ${codes.last()}")

    // What somebody looks for stays out of the URL.
    val found = SearchApi(url).searchPrivately(SearchQuery("one leg shorter"))
    println("search: ${found.items.first().kind}")

    // A typing mistake is refused, never guessed at, and the answer is not repeated.
    try {
        triage(mapOf("saddle-numbness" to "yess"))
        error("a misspelt answer was taken")
    } catch (refused: ClientException) {
        val body = (refused.response as ClientError<*>).body as String
        val problem = json.decodeFromString<Problem>(body)
        check("yess" !in body)
        println("refused: ${problem.code} at ${problem.errors.first().pointer}")
    }

    // A later server may send a field and a level that this app was not made for. It goes on, and
    // does not take the level for self-care.
    val later = json.encodeToJsonElement(outcome).jsonObject +
        mapOf("level" to JsonPrimitive("tonight"), "companion" to JsonPrimitive("ask somebody to stay"))
    val unknown = json.decodeFromJsonElement<Outcome>(JsonObject(later))
    println("later: ${unknown.level?.name}, may exercise: ${mayExercise(unknown)}")
}
