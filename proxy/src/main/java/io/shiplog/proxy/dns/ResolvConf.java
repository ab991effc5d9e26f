package io.shiplog.proxy.dns;

import io.shiplog.proxy.rules.Ipv4;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The machine's name servers, as resolv.conf(5) lists them. */
final class ResolvConf {
    private static final int PORT = 53;

    private ResolvConf() {}

    /**
     * The IPv4 name servers of {@code file} now; none when it cannot be read.
     *
     * @param self an address that is left out, because whoever asks listens there
     */
    static List<InetSocketAddress> nameServers(Path file, String self) {
        List<InetSocketAddress> found = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.strip().split("\\s+");
                if (words.length > 1
                        && words[0].equals("nameserver")
                        && Ipv4.isAddress(words[1])
                        && !words[1].equals(self)) {
                    found.add(new InetSocketAddress(words[1], PORT));
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }
}
