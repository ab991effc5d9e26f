package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.Names;
import java.util.List;

/** Rules of probes and of what runs at the start and the end of a container. */
public final class ProbeRules {
    private static final List<String> SCHEMES = List.of("HTTP", "HTTPS");

    private ProbeRules() {}

    public static void container(Field container) {
        probe(container.at("livenessProbe"), true);
        probe(container.at("readinessProbe"), false);
        probe(container.at("startupProbe"), true);
        Field grace = container.at("readinessProbe", "terminationGracePeriodSeconds");
        if (grace.present()) {
            grace.invalid("must not be set for readinessProbes");
        }
        for (String moment : List.of("postStart", "preStop")) {
            Field handler = container.at("lifecycle", moment);
            if (handler.present()) {
                handler(handler, List.of("exec", "httpGet", "tcpSocket", "sleep"));
            }
        }
    }

    /** @param endsContainer whether failure ends the container: then one success is enough */
    private static void probe(Field probe, boolean endsContainer) {
        if (probe.absent()) {
            return;
        }
        handler(probe, List.of("exec", "httpGet", "tcpSocket", "grpc"));
        for (String member : List.of(
                "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")) {
            probe.at(member).notNegative();
        }
        if (endsContainer && probe.at("successThreshold").number(1) > 1) {
            probe.at("successThreshold").invalid("must be 1");
        }
        Field grace = probe.at("terminationGracePeriodSeconds");
        if (grace.present() && grace.number(1) <= 0) {
            grace.invalid("must be greater than 0");
        }
    }

    private static void handler(Field handler, List<String> types) {
        boolean found = false;
        for (String type : types) {
            Field action = handler.at(type);
            if (action.absent()) {
                continue;
            }
            if (found) {
                action.forbidden("may not specify more than 1 handler type");
                continue;
            }
            found = true;
            switch (type) {
                case "exec" -> {
                    if (action.at("command").size() == 0) {
                        action.at("command").required("");
                    }
                }
                case "httpGet" -> {
                    if (action.at("path").blank()) {
                        action.at("path").required("");
                    }
                    port(action.at("port"));
                    PodSpecRules.choice(action.at("scheme"), SCHEMES);
                }
                case "tcpSocket", "grpc" -> port(action.at("port"));
                default -> {}
            }
        }
        if (!found) {
            handler.required("must specify a handler type");
        }
    }

    /** A port by number or name. */
    public static void port(Field port) {
        if (port.value().isString()) {
            port.invalid(Names.portName(port.text()));
        } else {
            port.invalid(Names.portNumber(port.number(0)));
        }
    }
}
