#include "reach/provider.h"

#include <stdlib.h>

#include "record/setting.h"

static const struct provider *const providers[] = {&provider_stripe};

const struct provider *provider_find(str name)
{
    for (size_t i = 0; i < ARRAY_LEN(providers); i++)
        if (str_equal_c(name, providers[i]->name))
            return providers[i];
    return NULL;
}

static status take_secret(struct op *op, const char *name, str *ret_secret)
{
    const char *const value = getenv(name);
    if (!value || !*value)
        return op_fail(op, E_INVALID, "pay.provider is set, and %s holds nothing", name);
    *ret_secret = str_of(value);
    return OK;
}

status provider_of_house(struct op *op, const struct provider **ret_provider,
                         struct provider_account *ret_account)
{
    struct provider_account account;
    str name;
    *ret_provider = NULL;
    TRY(setting_text(op, "pay.provider", op->business_date, STR("none"), &name));
    const struct provider *const provider = provider_find(name);
    if (!provider)
        return OK;
    TRY(setting_text(op, "pay.provider_url", op->business_date, STR("https://api.stripe.com"),
                     &account.url));
    TRY(take_secret(op, "ACUERDO_PAY_KEY", &account.key));
    TRY(take_secret(op, "ACUERDO_PAY_SECRET", &account.secret));
    *ret_account = account;
    *ret_provider = provider;
    return OK;
}
