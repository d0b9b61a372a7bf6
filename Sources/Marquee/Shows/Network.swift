import GraphQL

/// A row of `networks`.
package typealias Network = Record<NetworkColumn>

package enum NetworkColumn: Int, EntityColumn {
    case id, name, country

    package var expression: String { ownColumn }
}

enum NetworkStatements {
    static let byID = Template<NetworkColumn>(
        "networks_by_id", caching: .rows(of: .network),
        "select {columns} from networks t where t.id = any ($1::bigint[])")

    static let ofTitles = Template<NetworkColumn>(
        "networks_of_titles", caching: .rows(of: .title, and: .network),
        """
        select w.title_id, {columns} from title_networks w join networks t on t.id = w.network_id
         where w.title_id = any ($1::bigint[]) order by w.title_id, t.name, t.id
        """)
}

extension Resolvers<RequestContext> {
    mutating func networks(_ schema: Schema) {
        object("Network", Network.self) { network in
            network.columns(of: "Network", in: schema)
            network.globalID(.network, NetworkColumn.id)
        }
    }
}
