package import GraphQL
package import HTTPServer

/// What an answer that was made for others costs whom it is given: little, but nothing is free without end. Loop thread only.
package struct AnswerToll: Sendable {
    let points: Int
    private let charge: @Sendable (HTTPRequest) -> GraphQLError?

    /// - Parameter charge: charges a client these points; what refuses one that has too few left.
    package init(points: Int, charge: @escaping @Sendable (HTTPRequest) -> GraphQLError?) {
        (self.points, self.charge) = (points, charge)
    }

    func failure(of request: HTTPRequest) -> RequestFailure? {
        charge(request).map { RequestFailure(ContextRefusal(limit: $0)) }
    }
}
