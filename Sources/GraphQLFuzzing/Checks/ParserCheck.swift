import GraphQL

/// The tree fits the text, and what is printed of it reads back the same; errors have a place in the text.
enum ParserCheck {
    static func run(_ input: [UInt8], as surface: Surface) throws(Complaint) -> Bool {
        let source = Source(input)
        let document: Document
        do throws(GraphQLError) {
            document = try parse(source, as: surface)
        } catch {
            try checkPlaces(of: [error], in: source)
            return false
        }
        for index in document.nodes.indices {
            try require(isWellPlaced(index, in: document), "node \(index) is out of place")
        }
        let printed = document.printed
        guard let again = try? parse(Source(printed), as: surface) else {
            throw Complaint("cannot be read once printed: \(printed)")
        }
        try require(again.printed == printed, "printed differently the second time: \(printed)")
        return true
    }

    private static func parse(_ source: Source, as surface: Surface) throws(GraphQLError) -> Document {
        switch surface {
        case .value: try parseValue(source)
        case .type: try parseType(source)
        case .coordinate: try parseSchemaCoordinate(source)
        default: try GraphQL.parse(source)
        }
    }

    /// Whether a node lies within the source, its children within it and behind one another.
    private static func isWellPlaced(_ index: Int, in document: Document) -> Bool {
        let node = document.nodes[index]
        guard node.start <= node.end, node.end <= document.source.bytes.count, node.next > index,
            node.next <= document.nodes.count
        else { return false }
        var end = node.start
        var child = index + 1
        while child < node.next {
            let record = document.nodes[child]
            guard record.start >= end, record.end <= node.end, record.next > child, record.next <= node.next else {
                return false
            }
            end = record.end
            child = Int(record.next)
        }
        return true
    }

    /// Errors point at lines that the text has.
    static func checkPlaces(of errors: [GraphQLError], in source: Source) throws(Complaint) {
        let last = source.location(at: source.bytes.count)
        for error in errors {
            for place in error.locations {
                try require(
                    place.line >= 1 && place.column >= 1 && place.line <= last.line, "\(error.message) is out of place")
            }
        }
    }
}
