package io.shiplog.reconcilers.services;

import io.shiplog.journal.codec.ServiceCodec;
import io.shiplog.journal.codec.ServiceEntry;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.feeds.FeedFold;
import io.shiplog.reconcilers.feeds.FeedRecord;
import io.shiplog.reconcilers.feeds.RecordDigests;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.service.Endpoints;
import io.shiplog.resources.kinds.service.Services;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Folds changes of Services and EndpointSlices into one record per service: what steers traffic to it and what names it
 * has. One thread owns it.
 *
 * <p>Laws, beside those of every feed:
 * <ul>
 *   <li>every service has a record, headless and external ones too, and nothing else has one;
 *   <li>a record is written again only when something in it differs: not for what controllers note in a slice, nor for
 *       the status of a pod that is no endpoint's affair;
 *   <li>a service that cannot be read is told of and stops no other.
 * </ul>
 */
public final class ServicesFold implements FeedFold {
    private static final GroupResource SERVICES = Services.RESOURCE;
    private static final GroupResource SLICES = Endpoints.SLICE_RESOURCE;

    private final RecordDigests written = new RecordDigests();

    private final Map<ObjectKey, SortedSet<String>> slices = new HashMap<>();
    private final BiConsumer<ObjectRef, RuntimeException> failed;

    /** @param failed is told which service could not be written, and why */
    public ServicesFold(BiConsumer<ObjectRef, RuntimeException> failed) {
        this.failed = failed;
    }

    @Override
    public List<FeedRecord> start(StateView view, Map<String, UUID> published) {
        written.published(published);
        for (StoredObject slice : view.list(SLICES)) {
            StoredObject confirmed = view.confirmed(new ObjectRef(SLICES, slice.key()));
            if (confirmed != null) {
                note(confirmed, true);
            }
        }
        var keys = new HashSet<>(published.keySet());
        view.list(SERVICES).forEach(service -> keys.add(service.key().toString()));
        var records = new ArrayList<FeedRecord>();
        keys.forEach(key -> write(key, view, records));
        return records;
    }

    @Override
    public List<FeedRecord> changed(Change change, StateView view) {
        var records = new ArrayList<FeedRecord>();
        if (change.resource().equals(SERVICES)) {
            write(change.key().toString(), view, records);
        } else if (change.resource().equals(SLICES)) {
            var services = new HashSet<String>();
            noteAll(change.before(), false, services);
            noteAll(change.after(), true, services);
            services.forEach(key -> write(key, view, records));
        }
        return records;
    }

    @Override
    public List<FeedRecord> overwritten(String key, byte @Nullable [] value, StateView view) {
        written.overwritten(key, value);
        var records = new ArrayList<FeedRecord>();
        write(key, view, records);
        return records;
    }

    private void noteAll(@Nullable StoredObject slice, boolean there, HashSet<String> services) {
        if (slice != null && note(slice, there)) {
            services.add(new ObjectKey(slice.key().namespace(), ServiceProjection.serviceOf(slice)).toString());
        }
    }

    /** Notes that a service has a slice, or has it no more: whether it is any service's. */
    private boolean note(StoredObject slice, boolean there) {
        String service = ServiceProjection.serviceOf(slice);
        if (service.isEmpty()) {
            return false;
        }
        var key = new ObjectKey(slice.key().namespace(), service);
        SortedSet<String> names = slices.computeIfAbsent(key, _ -> new TreeSet<>());
        if (there) {
            names.add(slice.key().name());
        } else {
            names.remove(slice.key().name());
            if (names.isEmpty()) {
                slices.remove(key);
            }
        }
        return true;
    }

    private void write(String text, StateView view, List<FeedRecord> records) {
        ObjectKey key = ObjectKey.parse(text);
        var ref = new ObjectRef(SERVICES, key);
        try {
            StoredObject service = view.confirmed(ref);
            written.write(text, service == null ? null : value(service, view), records);
        } catch (RuntimeException fault) {
            failed.accept(ref, fault);
        }
    }

    private byte[] value(StoredObject stored, StateView view) {
        ObjectNode service = ServiceProjection.service(stored);
        boolean unready = service.path("spec").path("publishNotReadyAddresses").asBoolean(false);
        var projection = new ArrayList<byte[]>();
        for (String name : slices.getOrDefault(stored.key(), new TreeSet<>())) {
            var ref = new ObjectRef(SLICES, new ObjectKey(stored.key().namespace(), name));
            StoredObject slice = view.confirmed(ref);
            ObjectNode part = slice == null ? null : ServiceProjection.slice(slice, unready);
            if (part != null) {
                projection.add(Json.bytes(part));
            }
        }
        return ServiceCodec.encode(new ServiceEntry(Json.bytes(service), projection));
    }
}
