import GraphQL

/// Variables are coerced or refused with a bounded number of errors, and the request is answered in JSON.
enum VariablesCheck {
    private static let maximumErrors = 51

    static func run(_ input: [UInt8], _ seed: Seed) async throws(Complaint) -> Bool {
        guard let variables = try? JSONReader.value(of: input.span),
            let operation = try? seed.engine.prepare(Source(seed.document))
        else { return false }
        let response = await seed.engine.execute(operation, variables: variables, context: PlainRoot([:]))
        try ValidationCheck.checkJSON(response)
        try require(!response.isRequestError || response.errorCount <= maximumErrors, "\(response.errorCount) errors")
        return !response.isRequestError
    }
}
