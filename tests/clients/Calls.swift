import Foundation
import Plumbline

let server = PlumblineAPIConfiguration(
    basePath: ProcessInfo.processInfo.environment["PLUMBLINE_URL"]!)

func decoded<T: Decodable>(_ type: T.Type, _ json: String) throws -> T {
    try server.codableHelper.decode(type, from: Data(json.utf8)).get()
}

func keep<T: Encodable & Sendable>(_ name: String, _ call: RequestBuilder<T>) async throws {
    let response = try await call.execute()
    try response.bodyData!.write(to: URL(fileURLWithPath: "\(name).sent"))
    let read: Data =
        switch response.body {
        case let bytes as Data: bytes
        case let text as String: Data(text.utf8)
        default: try server.codableHelper.encode(response.body).get()
        }
    try read.write(to: URL(fileURLWithPath: "\(name).read"))
}

// What follows is written from the document.
