package io.shiplog.resources.facts;

import io.shiplog.objects.JsonCursor;
import org.jspecify.annotations.Nullable;

/**
 * One port of a Service.
 *
 * @param name empty for none
 * @param protocol TCP, UDP or SCTP
 * @param port the number that clients use
 * @param targetName the name of the pods' port; empty when it has a number
 * @param targetPort the number of the pods' port
 * @param appProtocol null for none
 */
public record ServicePort(
        String name,
        String protocol,
        int port,
        String targetName,
        int targetPort,
        @Nullable String appProtocol) {

    static ServicePort read(JsonCursor json) {
        var reader = new Reader();
        json.members(member -> {
            switch (member) {
                case "name" -> reader.name = json.recurring();
                case "protocol" -> reader.protocol = json.recurring();
                case "port" -> reader.port = (int) json.number();
                case "targetPort" -> {
                    reader.targetName = json.recurring();
                    reader.targetPort = (int) json.number();
                }
                case "appProtocol" -> reader.appProtocol = json.recurring();
                default -> {}
            }
        });
        return new ServicePort(
                reader.name,
                reader.protocol.isEmpty() ? "TCP" : reader.protocol,
                reader.port,
                reader.targetName,
                reader.targetPort == 0 ? reader.port : reader.targetPort,
                reader.appProtocol);
    }

    private static final class Reader {
        String name = "";
        String protocol = "";
        int port;
        String targetName = "";
        int targetPort;

        @Nullable
        String appProtocol;
    }
}
