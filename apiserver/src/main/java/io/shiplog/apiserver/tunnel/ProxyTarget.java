package io.shiplog.apiserver.tunnel;

import io.shiplog.apiserver.request.RequestTarget;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.journal.State;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.service.Endpoints;
import io.shiplog.resources.names.IpSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a request for {@code pods/proxy}, {@code services/proxy} or {@code nodes/proxy} goes (upstream's {@code
 * ResourceLocation} of each, v1.34).
 *
 * @param agent whether a node agent answers there, to whom the server shows its own certificate
 */
record ProxyTarget(boolean tls, String host, int port, boolean agent) {

    /**
     * What the URL names.
     *
     * @param scheme empty, {@code http} or {@code https}
     * @param port a number or, of a service, a name; empty when it is not said
     */
    record Named(String scheme, String name, String port) {
        /**
         * Reads {@code [scheme:]name[:port]}.
         *
         * @throws io.shiplog.apiserver.status.ApiException 400 for anything else
         */
        static Named of(String text) {
            List<String> parts = List.of(text.split(":", -1));
            Named named = switch (parts.size()) {
                case 1 -> new Named("", parts.get(0), "");
                case 2 -> new Named("", parts.get(0), parts.get(1));
                case 3 -> new Named(parts.get(0), parts.get(1), parts.get(2));
                default -> new Named("?", "", "");
            };
            if (named.name().isEmpty() || !List.of("", "http", "https").contains(named.scheme())) {
                throw Failures.badRequest("invalid request \"" + text + "\"").exception();
            }
            return named;
        }

        boolean tls() {
            return scheme.equals("https");
        }
    }

    /**
     * Finds it.
     *
     * @param drawn chooses among the endpoints of a service
     * @throws io.shiplog.apiserver.status.ApiException 404 without the object, 400 for a name or an address that is
     *     not allowed, 503 for a service without endpoints
     */
    static ProxyTarget of(State state, RequestTarget target, RandomGenerator drawn) {
        Named named = Named.of(target.name());
        StoredObject found =
                state.get(target.stored(), target.named(named.name()).key());
        if (found == null) {
            throw Failures.notFound(target.named(), named.name()).exception();
        }
        ObjectNode tree = Trees.of(found);
        if (target.stored().equals(Pods.RESOURCE)) {
            return ofPod(tree, named);
        }
        return target.stored().equals(Nodes.RESOURCE)
                ? ofNode(state, named)
                : ofService(state, target.named(named.name()), tree, named, drawn);
    }

    private static ProxyTarget ofPod(JsonNode pod, Named named) {
        String port = named.port();
        for (JsonNode container : pod.path("spec").path("containers")) {
            for (JsonNode one : container.path("ports")) {
                if (port.isEmpty() && Trees.text(one, "protocol").equals("TCP")) {
                    port = one.path("containerPort").asString("");
                }
            }
        }
        return at(Trees.text(pod, "status", "podIP"), port, named.tls());
    }

    private static ProxyTarget ofNode(State state, Named named) {
        NodeAddress agent = NodeAddress.ofNode(state, named.name());
        boolean itself = named.port().isEmpty() || named.port().equals(Integer.toString(agent.port()));
        return itself
                ? new ProxyTarget(true, agent.host(), agent.port(), true)
                : at(agent.host(), named.port(), named.tls());
    }

    private static ProxyTarget ofService(
            State state, RequestTarget target, JsonNode service, Named named, RandomGenerator drawn) {
        String port = portName(service, named);
        StoredObject found = state.get(Endpoints.RESOURCE, new ObjectKey(target.namespace(), target.name()));
        List<ProxyTarget> ready = new ArrayList<>();
        if (found != null) {
            for (JsonNode subset : Trees.of(found).path("subsets")) {
                for (JsonNode one : subset.path("ports")) {
                    if (Trees.text(one, "name").equals(port)) {
                        for (JsonNode address : subset.path("addresses")) {
                            ready.add(at(
                                    Trees.text(address, "ip"), one.path("port").asString(""), named.tls()));
                        }
                    }
                }
            }
        }
        if (ready.isEmpty()) {
            throw Failures.unavailable("no endpoints available for service \"" + target.name() + "\"")
                    .exception();
        }
        return ready.get(drawn.nextInt(ready.size()));
    }

    /** The name of the service's port that is meant; empty is one, too. */
    private static String portName(JsonNode service, Named named) {
        JsonNode ports = service.path("spec").path("ports");
        if (named.port().isEmpty() && ports.size() == 1) {
            return Trees.text(ports.get(0), "name");
        }
        for (JsonNode port : ports) {
            String name = Trees.text(port, "name");
            if (name.equals(named.port()) || port.path("port").asString("").equals(named.port())) {
                return name;
            }
        }
        throw Failures.unavailable(
                        "no service port \"" + named.port() + "\" found for service \"" + named.name() + "\"")
                .exception();
    }

    /** An address of the cluster's; this machine's own ones are nobody's to reach through the server. */
    private static ProxyTarget at(String host, String port, boolean tls) {
        if (!IpSyntax.isAddress(host) || isOwn(host)) {
            throw Failures.badRequest("address not allowed").exception();
        }
        try {
            int number = port.isEmpty() ? tls ? 443 : 80 : Integer.parseInt(port);
            if (number > 0 && number < 1 << 16) {
                return new ProxyTarget(tls, host, number, false);
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw Failures.badRequest("invalid port \"" + port + "\"").exception();
    }

    /** Loopback, link-local, multicast and unspecified. */
    private static boolean isOwn(String host) {
        var address = io.netty.util.NetUtil.createInetAddressFromIpAddressString(host);
        return address == null
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.isAnyLocalAddress();
    }
}
