package import GraphQLHTTP
import HTTPServer

/// Serves the drawings that stand for images there are none of.
package struct PlaceholderImages: Sendable {
    private let subjects: PlaceholderSubjects

    package init(rows: RowLoader) {
        subjects = PlaceholderSubjects(rows: rows)
    }

    /// Adds the folder of all drawings.
    package func add(to router: inout Router) {
        router.addFolder(PlaceholderAddress.folder) { [self] in await answer($0) }
    }

    private func answer(_ request: HTTPRequest) async -> HTTPResponse {
        guard let address = PlaceholderAddress(path: request.path) else { return Self.absent }
        do {
            guard let subject = try await subjects.subject(address.id) else { return Self.absent }
            let drawing = PlaceholderDrawing(address: address, subject: subject)
            let file = StaticFile(
                Array(drawing.svg.utf8), named: address.path, cacheControl: "public, max-age=86400",
                security: Self.security)
            return file.answer(request)
        } catch {
            return .unavailable("The database does not answer at the moment; try again.\n")
        }
    }

    private static var absent: HTTPResponse { .text("There is no such image.\n", status: .notFound) }

    /// Opened as a page of its own, a drawing loads and runs nothing; any site may show it as an image.
    private static let security: HTTPHeaders = [
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "cross-origin",
    ]
}
