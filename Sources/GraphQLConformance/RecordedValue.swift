import GraphQL
import Synchronization

/// Counts of one execution, by name. They are taken without waiting, so that they tell the order of the calls.
final class Counters: Sendable {
    private let counts = Mutex<[String: Int64]>([:])

    func next(_ name: String) -> Int64 {
        counts.withLock { counts in
            counts[name, default: 0] += 1
            return counts[name, default: 0]
        }
    }
}

extension PlainValue {
    /// A value of the corpus: JSON in which an object with one of the names `$error`, `$args`, `$counter` and `$delayMs`
    /// stands for something that happens when it is asked for.
    init(recorded value: JSONValue, counters: Counters) {
        switch value {
        case .array(let items): self = .list(items.map { PlainValue(recorded: $0, counters: counters) })
        case .object(let members):
            self =
                PlainValue(effect: value, counters)
                ?? .object(
                    PlainObject(members.map { PlainField($0.name, PlainValue(recorded: $0.value, counters: counters)) })
                )
        default: self.init(value)
        }
    }

    private init?(effect value: JSONValue, _ counters: Counters) {
        if let message = value["$error"]?.string {
            let extensions = value["extensions"]?.object ?? []
            self = .failure(
                FieldError(message, extensions: extensions.map { ErrorExtension($0.name, InputValue($0.value)) }))
        } else if value["$args"] != nil {
            self = .computed { arguments in .string(arguments.object.canonical) }
        } else if let name = value["$counter"]?.string {
            self = .computed { _ in .int(counters.next(name)) }
        } else if let milliseconds = value["$delayMs"]?.int64 {
            let later = PlainValue(recorded: value["value"] ?? .null, counters: counters)
            self = .computed { _ in
                // Ended early it would only be there sooner.
                try? await Task.sleep(for: .milliseconds(milliseconds))
                return later
            }
        } else {
            return nil
        }
    }
}

extension InputObject {
    /// As JSON without blanks, names sorted.
    fileprivate var canonical: String {
        var buffer = ResponseBuffer()
        buffer.append(InputValue.object(self).sorted)
        return buffer.finish().text
    }
}

extension InputValue {
    fileprivate var sorted: InputValue {
        switch self {
        case .list(let items): .list(items.map(\.sorted))
        case .object(let object):
            .object(
                InputObject(
                    object.fields.sorted { $0.name < $1.name }.map { InputField($0.name, $0.value.sorted) }))
        default: self
        }
    }
}
