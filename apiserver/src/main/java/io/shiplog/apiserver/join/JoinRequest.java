package io.shiplog.apiserver.join;

import io.shiplog.apiserver.status.Failures;
import io.shiplog.resources.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a process sends that wants to be a node.
 *
 * @param node the node's name
 * @param certificateRequest PKCS #10 as PEM; only its public key is used
 * @param addresses where the node's servers listen
 */
public record JoinRequest(String node, String certificateRequest, List<String> addresses) {
    public JoinRequest {
        addresses = List.copyOf(addresses);
    }

    /** The body; the node's name is in the path. */
    public byte[] body() {
        ObjectNode body = Json.object();
        body.put("certificateRequest", certificateRequest);
        var list = body.putArray("addresses");
        addresses.forEach(list::add);
        return Json.bytes(body);
    }

    /**
     * Reads a body.
     *
     * @throws io.shiplog.apiserver.status.ApiException 400 when it is no JSON object
     */
    public static JoinRequest read(String node, byte[] body) {
        ObjectNode read = parsed(body);
        var addresses = new ArrayList<String>();
        read.path("addresses").forEach(address -> addresses.add(address.asString("")));
        return new JoinRequest(node, read.path("certificateRequest").asString(""), addresses);
    }

    private static ObjectNode parsed(byte[] body) {
        try {
            return Json.parse(body);
        } catch (JacksonException | IllegalArgumentException e) {
            throw Failures.badRequest("the body is no JSON object").exception();
        }
    }
}
