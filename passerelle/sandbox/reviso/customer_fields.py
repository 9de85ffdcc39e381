"""What may be sent of a customer and of a contact (facts ``rev.customer…``, ``rev.contact…``)."""

from collections.abc import Mapping

from passerelle.sandbox.reviso.readers import Reader, amount, flag, text, texts, whole_number
from passerelle.sandbox.reviso.references import country, currency, price_group, province, reference, unchecked
from passerelle.sandbox.reviso.streams import CONTACTS, GROUPS, LOCATIONS, TERMS, TYPES, ZONES

HIGHEST = 999_999_999
NUMBER = whole_number(1, HIGHEST)
REQUIRED = ("name", "currency", "customerGroup", "paymentTerms", "vatZone")
READ_ONLY = frozenset(
    {"balance", "lastUpdated", "contacts", "templates", "totals", "invoices", "deliveryLocations", "self"}
)
"""What is answered and may be sent back; nothing is made of it (fact ``rev.customer.readonly``)."""
LATER: Mapping[str, Reader] = {
    "attention": reference(CONTACTS, "customerContactNumber", "contacts"),
    "customerContact": reference(CONTACTS, "customerContactNumber", "contacts"),
    "defaultDeliveryLocation": reference(LOCATIONS, "deliveryLocationNumber", "delivery-locations"),
}
"""What only a PUT may hold: records of the customer's own, which a new one has none of."""
CUSTOMER: Mapping[str, Reader] = {
    "customerNumber": NUMBER,
    "name": text(255, least=1),
    "currency": currency,
    "customerGroup": reference(GROUPS, "customerGroupNumber", "customer-groups"),
    "paymentTerms": reference(TERMS, "paymentTermsNumber", "payment-terms"),
    "vatZone": reference(ZONES, "vatZoneNumber", "vat-zones"),
    "address": text(510),
    "zip": text(30),
    "city": text(50),
    "country": text(50),
    "countryCode": country,
    "province": province,
    "email": text(255),
    "telephoneAndFaxNumber": text(255),
    "mobilePhone": text(50),
    "website": text(255),
    "vatNumber": text(50),
    "corporateIdentificationNumber": text(40),
    "italianCertifiedEmail": text(255),
    "publicEntryNumber": text(50),
    "italianCustomerType": text(50),
    "splitPayment": flag,
    "paymentType": reference(TYPES, "paymentTypeNumber", "payment-types"),
    "priceGroup": price_group,
    "iban": text(50),
    "swift": text(50),
    "mandateID": text(50),
    "directDebitMandateDate": text(50),
    "tags": texts(),
    "ean": text(40),
    "creditLimit": amount,
    "barred": flag,
    "layout": unchecked("layoutNumber", "layouts"),
    "salesPerson": unchecked("employeeNumber", "employees"),
    **LATER,
}
CONTACT: Mapping[str, Reader] = {
    "customerContactNumber": NUMBER,
    "name": text(255, least=1),
    "email": text(255),
    "phone": text(50),
    "notes": text(2000),
    "emailNotifications": texts(("invoices", "orders", "quotations", "reminders")),
    "eInvoiceId": text(50),
    "sortKey": whole_number(0, HIGHEST),
}
CONTACT_READ_ONLY = frozenset({"deleted", "self"})
FLAGS = ("barred", "splitPayment")
