// A self-check from the first question to a routine, and what an app reads besides. Every name and
// type is the document's: a field that is not in it does not compile. README.md has the commands.

import Foundation
import Plumbline

let server = PlumblineAPIConfiguration(
    basePath: ProcessInfo.processInfo.environment["PLUMBLINE_URL"] ?? "http://127.0.0.1:8000")

func triage(_ said: [String: String]) async throws -> Outcome {
    let answers = Answers(answers: said.mapValues { .typeString($0) }, region: "GB")
    return try await SelfCheckAPI.triage(answers: answers, apiConfiguration: server)
}

/// Only this level, and only when the check is complete: a level that the app does not know is not it.
func mayExercise(_ outcome: Outcome) -> Bool {
    outcome.status == .complete && outcome.level == .selfCare
}

// The questionnaire: what each question may be answered with.
let selfCheck = try await SelfCheckAPI.getSelfCheck(apiConfiguration: server)
let questions = selfCheck.sections.flatMap(\.questions)
print("self-check \(selfCheck.version): \(questions.count) questions")

// An emergency, told by two answers: nothing more is asked, and no exercise comes with it.
let emergency = try await triage(["screen-nerves": "one-or-more", "saddle-numbness": "yes"])
precondition(emergency.level == .emergency && emergency.next.isEmpty)
precondition(emergency.routines.isEmpty && !mayExercise(emergency))
print("emergency: call \(emergency.advice.contact.number), \(emergency.warnings[0].slug) first")

// A well person's interview: answer what `next` names until nothing is left to ask.
var answers: [String: String] = [:]
var outcome = try await triage(answers)
while outcome.status != .complete {
    precondition(outcome.level == nil)
    precondition(!outcome.next.isEmpty)
    for due in outcome.next {
        let question = questions.first { $0.slug == due.question }
        answers[due.question] = question!.options.first { $0.kind == ._none }!.slug
    }
    outcome = try await triage(answers)
}
precondition(mayExercise(outcome))
print("interview: \(outcome.level!.rawValue)")

// The warnings, most severe first; some have to be confirmed before a routine is shown.
let toConfirm = outcome.warnings.filter(\.mustAcknowledge).map(\.slug)
precondition(!toConfirm.isEmpty)
print("warnings: \(outcome.warnings.count), to confirm: \(toConfirm.joined(separator: ", "))")

// The routine, and the drawing of its first exercise.
let routine = outcome.routines[0]
precondition(!routine.stopRules.isEmpty)
let step = routine.phases[0].steps[0]
let exercise = try await ExercisesAPI.getExercise(slug: step.exercise, apiConfiguration: server)
let drawing = try await ExercisesAPI.getExerciseFigure(
    slug: step.exercise, theme: .dark, apiConfiguration: server)
precondition(drawing.starts(with: Data("<svg".utf8)))
print("routine: \(routine.slug) starts with \(step.name), drawn at \(exercise.figure.svg)")

// Every exercise, page by page.
var slugs: [String] = []
var cursor: String?
repeat {
    let page = try await ExercisesAPI.listExercises(limit: 10, cursor: cursor, apiConfiguration: server)
    slugs += page.items.map(\.slug)
    cursor = page.next
} while cursor != nil
precondition(Set(slugs).count == slugs.count)
print("exercises: \(slugs.count > 20 ? "all" : "few"), in pages of 10")

// What did not change does not travel again.
let first = try await ExercisesAPI.listExercisesWithRequestBuilder(apiConfiguration: server).execute()
let etag = first.header.first { $0.key.lowercased() == "etag" }!.value
do {
    _ = try await ExercisesAPI.listExercises(ifNoneMatch: etag, apiConfiguration: server)
    fatalError("what was known came again")
} catch ErrorResponse.error(let status, _, _, _) {
    print("again: \(status)")
}

// What somebody looks for stays out of the URL.
let found = try await SearchAPI.searchPrivately(
    searchQuery: SearchQuery(q: "one leg shorter"), apiConfiguration: server)
print("search: \(found.items[0].kind)")

// A typing mistake is refused, never guessed at, and the answer is not repeated.
do {
    _ = try await triage(["saddle-numbness": "yess"])
    fatalError("a misspelt answer was taken")
} catch ErrorResponse.error(_, let body?, _, _) {
    let problem = try server.codableHelper.decode(Problem.self, from: body).get()
    precondition(!String(decoding: body, as: UTF8.self).contains("yess"))
    print("refused: \(problem.code) at \(problem.errors[0].pointer)")
}

// A later server may send a field and a level that this app was not made for. It goes on, and does
// not take the level for self-care.
let coder = server.codableHelper
var later = try JSONValue(outcome).dictionaryValue!
later["level"] = .string("tonight")
later["companion"] = .string("ask somebody to stay")
let unknown = try coder.decode(Outcome.self, from: coder.encode(later).get()).get()
print("later: \(unknown.level!), may exercise: \(mayExercise(unknown))")
