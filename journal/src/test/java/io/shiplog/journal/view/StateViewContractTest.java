package io.shiplog.journal.view;

import io.shiplog.journal.testkit.ViewContract;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import java.util.List;

class StateViewContractTest extends ViewContract {
    @Override
    protected View after(List<Step> history) {
        var view = new StateView();
        for (int i = 0; i < history.size(); i++) {
            if (i == history.size() / 2) {
                view.by(BY_LETTER, "x");
            }
            StoredObject object = history.get(i).object();
            view.apply(new StateRecord(
                    object.resource(),
                    object.key(),
                    object.uid(),
                    object.resourceVersion(),
                    "proposal" + i,
                    history.get(i).gone() ? null : object.json()));
        }
        return view;
    }
}
