internal import EventLoop

/// What a subscriber knows on its loop. Loop thread only.
final class SubscriberCore {
    private let keeper: Keeper<Connection>
    private let loop: EventLoop
    private let heartbeat: Duration
    private let callbacks: RedisSubscriber.Callbacks
    private var handlers: [String: ([UInt8]) -> Void] = [:]
    private var connection: Connection?
    private var hasToldLoss = false

    init(_ connector: Connector, _ callbacks: RedisSubscriber.Callbacks) {
        keeper = connector.keeper()
        loop = connector.loop
        heartbeat = connector.limits.heartbeat
        self.callbacks = callbacks
    }

    func start() {
        keeper.onUp = { [self] in begin($0) }
        keeper.onDown = { [self] _, loss in goDown(loss) }
        keeper.onFailure = { [self] in goDown($0) }
        keeper.start()
    }

    private func goDown(_ loss: RedisError) {
        connection = nil
        if hasToldLoss { return }
        hasToldLoss = true
        callbacks.onLost(loss.description)
    }

    func close() async {
        hasToldLoss = true  // nobody needs to hear of this one
        await keeper.close()
    }

    func subscribe(
        _ channel: String, _ handler: @escaping ([UInt8]) -> Void, _ finish: @escaping (Bool) -> Void
    ) {
        handlers[channel] = handler
        guard let connection else { return finish(false) }
        connection.send(RedisCommand("SUBSCRIBE", channel)) { answer in
            if case .success = answer { finish(true) } else { finish(false) }
        }
    }

    func unsubscribe(_ channel: String) {
        guard handlers.removeValue(forKey: channel) != nil else { return }
        connection?.send(RedisCommand("UNSUBSCRIBE", channel)) { _ in }
    }

    // MARK: One connection

    /// Subscribes to all channels again. Answers come in order, so that of the last command means that all are heard.
    private func begin(_ connection: Connection) {
        self.connection = connection
        connection.onPush = { [self] in deliver($0) }
        for channel in handlers.keys {
            connection.send(RedisCommand("SUBSCRIBE", channel)) { [weak connection] answer in
                // One that is refused would never be heard, while all looks well.
                if case .failure(let error) = answer { connection?.close(error) }
            }
        }
        connection.send(RedisCommand("PING")) { [self] answer in
            guard case .success = answer else { return }
            hasToldLoss = false
            callbacks.onConnected()
        }
        beat(connection)
    }

    /// Passes on a message (`["message", channel, payload]`); anything else answers a command of ours.
    private func deliver(_ value: RedisValue) -> Bool {
        guard
            case .array(let parts) = value, parts.count == 3,
            case .bytes(let kind) = parts[0], kind.elementsEqual("message".utf8),
            case .bytes(let channel) = parts[1], case .bytes(let payload) = parts[2]
        else { return false }
        // None when it was unsubscribed while the message was on its way.
        handlers[String(decoding: channel, as: UTF8.self)]?(payload)
        return true
    }

    /// Asks a connection now and then whether it lives: a Redis that hangs sends no error, and a quiet channel nothing.
    private func beat(_ connection: Connection) {
        loop.schedule(after: heartbeat) { [weak self, weak connection] in
            guard let self, let connection, connection.loss == nil else { return }
            connection.send(RedisCommand("PING")) { _ in }
            beat(connection)
        }
    }
}
