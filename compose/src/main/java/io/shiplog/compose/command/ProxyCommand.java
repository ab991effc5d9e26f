package io.shiplog.compose.command;

import io.shiplog.compose.Parts;
import io.shiplog.compose.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shiplog proxy}: services and names of this machine. */
@Command(
        name = "proxy",
        description = "Steers service traffic and answers cluster DNS.",
        mixinStandardHelpOptions = true)
public final class ProxyCommand implements Callable<Integer> {

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--node-address",
            paramLabel = "IP",
            description = "an address that node ports answer on in user space; may be repeated (default: 127.0.1.1)")
    private List<String> nodeAddresses = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        try (Foreground foreground = Foreground.enter();
                Parts parts = new Parts()) {
            Roles.ensureTopics(kafka.cluster());
            List<String> addresses = nodeAddresses.isEmpty() ? List.of("127.0.1.1") : nodeAddresses;
            var proxy = Roles.proxy(parts, kafka.cluster(), addresses, foreground::fault);
            return foreground.await("proxy", proxy.running());
        }
    }
}
