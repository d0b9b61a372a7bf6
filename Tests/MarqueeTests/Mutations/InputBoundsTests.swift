import GraphQL
import Testing

@testable import Marquee

@Suite struct InputBoundsTests {
    private static let schema = Result {
        try Schema(
            sdl: """
                directive @constraint(min: Float, max: Float, minLength: Int, maxLength: Int) on INPUT_FIELD_DEFINITION
                type Query { none: Int }
                scalar Date
                input Root {
                  name: String @constraint(minLength: 2, maxLength: 4)
                  count: Int @constraint(min: 1, max: 5)
                  share: Float @constraint(max: 0.5)
                  tags: [String!] @constraint(maxLength: 2)
                  child: Child
                  children: [Child!]
                  root: Root
                  day: Date
                }
                input Child { note: String @constraint(maxLength: 1) }
                """)
    }

    private func violations(_ object: InputObject) throws -> [String] {
        let schema = try Self.schema.get()
        let root = try #require(schema.type("Root")).id
        return InputBounds(of: root, in: schema).violations(by: MutationInput(object)).map {
            "\($0.path.joined(separator: ".")): \($0.message)"
        }
    }

    private func object(_ fields: (String, InputValue)...) -> InputObject {
        InputObject(fields.map { InputField($0.0, $0.1) })
    }

    @Test func `what is within the bounds, null or absent passes`() throws {
        #expect(try violations(object()) == [])
        #expect(
            try violations(
                object(
                    ("name", .string("äö")), ("count", .int(5)), ("share", .float(-3)), ("tags", .list([])),
                    ("child", .null))) == [])
    }

    @Test func `all that is beyond is told, with the bounds`() throws {
        #expect(
            try violations(
                object(
                    ("name", .string("a")), ("count", .int(6)), ("share", .float(0.75)),
                    ("tags", .list([.string("a"), .string("b"), .string("c")]))))
                == [
                    "input.name: Expected 2 to 4 characters, got 1.", "input.count: Expected 1 to 5, got 6.",
                    "input.share: Expected at most 0.5, got 0.75.", "input.tags: Expected at most 2 items, got 3.",
                ])
    }

    @Test func `a day has to be one of the calendar`() throws {
        #expect(try violations(object(("day", .string("2024-02-29")))) == [])
        #expect(
            try violations(object(("day", .string("2023-02-29"))))
                == ["input.day: 2023-02-29 is no day of the calendar."])
    }

    @Test func `what nests is checked with the way to it`() throws {
        let child = InputValue.object(object(("note", .string("long"))))
        #expect(
            try violations(object(("child", child), ("root", .object(object(("children", .list([child])))))))
                == [
                    "input.child.note: Expected at most 1 characters, got 4.",
                    "input.root.children.0.note: Expected at most 1 characters, got 4.",
                ])
    }

    @Test func `no text holds a zero, wherever it stands`() throws {
        #expect(
            try violations(object(("name", .string("a\u{0}b")), ("tags", .list([.string("\u{0}")]))))
                == [
                    "input.name: The character U+0000 is in no text.",
                    "input.tags.0: The character U+0000 is in no text.",
                ])
    }
}
