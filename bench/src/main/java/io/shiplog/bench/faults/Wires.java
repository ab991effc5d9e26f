package io.shiplog.bench.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The network between the processes: everybody is reached through a port of this one, which passes on what comes,
 * unless the two are cut off from each other. Then it keeps what was sent, and passes it on when they are not any
 * more, as a real network does that sends again. Whose connection it is the system knows. Thread-safe.
 */
final class Wires implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Map<Long, String> members = new ConcurrentHashMap<>();
    private final List<ServerSocket> listening = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Set<String>> cut = new HashSet<>();
    private boolean closed;

    /** The connections of a process are those of {@code name} from now on. */
    void member(long pid, String name) {
        members.put(pid, name);
    }

    /** A port through which the one of {@code name} is reached. */
    int to(String name, int port) {
        try {
            var server = new ServerSocket(0, 50, LOOPBACK);
            listening.add(server);
            Thread.ofVirtual().name("wire to " + name).start(() -> accept(server, name, port));
            return server.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen", e);
        }
    }

    /** Nothing passes between one of {@code some} and one of {@code others} from now on. */
    synchronized void cut(Collection<String> some, Collection<String> others) {
        for (String one : some) {
            for (String other : others) {
                cut.add(Set.of(one, other));
            }
        }
    }

    /** Everything passes again. */
    synchronized void mend() {
        cut.clear();
        notifyAll();
    }

    private synchronized void awaitOpen(String from, String to) throws InterruptedException {
        while (!closed && !from.equals(to) && cut.contains(Set.of(from, to))) {
            wait();
        }
    }

    private void accept(ServerSocket server, String to, int port) {
        while (true) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> connect(socket, server.getLocalPort(), to, port));
            } catch (IOException e) {
                // closed
                return;
            }
        }
    }

    private void connect(Socket from, int through, String to, int port) {
        try {
            String name = SocketOwner.of(from.getPort(), through, members.keySet())
                    .map(members::get)
                    .orElse("somebody");
            awaitOpen(name, to);
            Socket target = new Socket(LOOPBACK, port);
            open.add(target);
            from.setTcpNoDelay(true);
            target.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> pump(from, target, name, to));
            pump(target, from, name, to);
        } catch (IOException e) {
            end(from);
        } catch (InterruptedException e) {
            end(from);
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Socket into, String one, String other) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitOpen(one, other);
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // one of them is gone, and the other hears of it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(from);
            end(into);
        }
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // gone already
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        for (ServerSocket server : listening) {
            server.close();
        }
        open.forEach(this::end);
    }
}
