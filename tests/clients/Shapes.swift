@_spi(Reflection) import Swift
import Foundation
import Plumbline

// The fields of every type that is shown, as the compiler made them, as JSON. What shows them is
// appended, since Swift finds no type by its name.

var shapes: [String: [String: String]] = [:]

protocol Wrapper { static var shape: String { get } }
extension Optional: Wrapper {
    static var shape: String { name(Wrapped.self) == "any" ? "any" : name(Wrapped.self) + "?" }
}
extension Array: Wrapper { static var shape: String { "[\(name(Element.self))]" } }
extension Dictionary: Wrapper { static var shape: String { "{\(name(Value.self))}" } }

func name(_ type: Any.Type) -> String {
    if let wrapper = type as? any Wrapper.Type { return wrapper.shape }
    if let cases = type as? any (CaseIterable & RawRepresentable).Type { return values(cases) }
    switch type {
    case is String.Type: return "string"
    case is Int.Type: return "integer"
    case is Double.Type: return "number"
    case is Bool.Type: return "boolean"
    case is OpenAPIDateWithoutTime.Type: return "date"
    case is Date.Type: return "time"
    case is Data.Type: return "bytes"
    case is JSONValue.Type: return "any"
    default: return "\(type)"
    }
}

func values<E: CaseIterable & RawRepresentable>(_ type: E.Type) -> String {
    "enum(\(type.allCases.map { "\($0.rawValue)" }.joined(separator: "|")))"
}

/// A type's fields stand in the order of its keys.
@MainActor func show<K: CodingKey & CaseIterable>(_ type: Any.Type, _ keys: K.Type) {
    var found: [(String, String)] = []
    _ = _forEachField(of: type) { field, _, held, _ in
        found.append((String(cString: field), name(held)))
        return true
    }
    let names = keys.allCases.map(\.stringValue)
    precondition(found.count == names.count, "\(type): \(found) and \(names)")
    shapes["\(type)"] = Dictionary(uniqueKeysWithValues: zip(names, found.map(\.1)))
}

