import DataLoader
package import EventLoop
package import GraphQL
package import GraphQLHTTP
import PostgreSQL

/// What every resolver of one request shares.
package final class RequestContext: Sendable {
    package let loop: EventLoop
    let rows: RowLoader
    let memo: RowLoader.Memo
    package let traceID: TraceID

    package init(loop: EventLoop, rows: RowLoader, traceID: TraceID) {
        self.loop = loop
        self.rows = rows
        self.traceID = traceID
        memo = RowLoader.Memo(loop: loop)
    }
}

extension RequestContext {
    /// How many SQL statements the request took part in.
    package var statementCount: Int { memo.fetches.count }

    /// What `MARQUEE_DEBUG_EXTENSIONS` shows: the statements the request took part in, and its keys in each.
    var debugExtensions: InputObject {
        let statements = memo.fetches.map { fetch in
            InputValue.object(
                InputObject([
                    InputField("name", .string(fetch.query.statement.name)),
                    InputField("keys", .int(Int64(fetch.keys.count))),
                ]))
        }
        return InputObject([InputField("sql", .list(statements))])
    }
}

package typealias Call = FieldCall<RequestContext>

extension RequestContext {
    /// The entity of each key, or null.
    func one<Column>(
        _ template: Template<Column>, _ keys: [Int64?], needs: AttributeSet, _ parameters: [Parameter] = []
    ) async throws -> [Record<Column>?] {
        let (statement, columns) = template.statement(for: needs)
        let slices = try await rows.load(
            RowQuery(statement: statement, parameters: parameters), keys.compactMap { $0 }, memo: memo)
        var next = slices.makeIterator()
        return keys.map { key in
            guard key != nil, let slice = next.next() ?? nil else { return nil }
            return template.record(slice.rows, slice.range.lowerBound, columns)
        }
    }

    /// The entities of each key, in the statement's order.
    func many<Column>(
        _ template: Template<Column>, _ keys: [Int64], needs: AttributeSet, _ parameters: [Parameter] = []
    ) async throws -> Resolved<Record<Column>> {
        let (statement, columns) = template.statement(for: needs)
        let slices = try await rows.load(
            RowQuery(statement: statement, parameters: parameters), keys, memo: memo)
        var offsets: [Int32] = [0]
        offsets.reserveCapacity(keys.count + 1)
        var records: [Record<Column>] = []
        for slice in slices {
            if let slice {
                for row in slice.range { records.append(template.record(slice.rows, row, columns)) }
            }
            offsets.append(Int32(records.count))
        }
        return Resolved(offsets: offsets, values: records)
    }

    /// A page of entities for each key. `arguments` are the field's, `first` and `after` among them.
    func page<Column>(
        _ list: PagedList<Column>, _ keys: [Int64], _ call: Call, _ parameters: [Parameter] = []
    ) async throws -> Resolved<Connection<Column>> {
        let window = try PageWindow(call.arguments, order: list.order)
        let template = window.after == nil ? list.first : list.following
        let (statement, columns) = template.statement(for: call.needs)
        let query = RowQuery(
            statement: statement,
            parameters: [.int(Int64(window.limit + 1))] + parameters + (window.after ?? []).map(Parameter.text))
        let slices = try await rows.load(query, keys, memo: memo)
        return Resolved(
            zip(keys, slices).map { key, slice in
                Connection(
                    list: list, template: template, slice: slice, columns: columns, limit: window.limit,
                    isFollowing: window.after != nil, key: key, parameters: parameters)
            })
    }

    /// A number for each key; 0 where the statement has none.
    func counts(_ statement: Statement, _ keys: [Int64], _ parameters: [Parameter] = []) async throws -> [Int64?] {
        let slices = try await rows.load(
            RowQuery(statement: statement, parameters: parameters), keys, memo: memo)
        return slices.map { slice in
            guard let slice else { return 0 }
            return slice.rows.optionalInt(slice.range.lowerBound, 1)
        }
    }
}
