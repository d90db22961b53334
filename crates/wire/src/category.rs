//! The four areas of the help centre and the categories a case can have.

use serde::{Deserialize, Serialize};

macro_rules! names {
    // `$text` is a `tt`: utoipa's derive does not see through a `literal` fragment and would write the variant's name.
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:tt),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }
        impl $name {
            /// Every value, in the order they are offered.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The name on the wire and in content files.
            pub fn as_str(self) -> &'static str { match self { $($name::$variant => $text),+ } }
            /// The value of a wire name; `None` when there is no such name.
            pub fn parse(text: &str) -> Option<Self> { match text { $($text => Some($name::$variant),)+ _ => None } }
        }
    };
}
pub(crate) use names;

names! {
    /// An area of the help centre.
    Area {
        /// Payments and billing.
        Payments = "payments",
        /// Returns and refunds.
        Returns = "returns",
        /// Account and security.
        Account = "account",
        /// Disputes and chargebacks.
        Disputes = "disputes",
    }
}

names! {
    /// What a case is about. Decides the expected response time (market file) and the queue it lands in.
    Category {
        /// A payment was refused at checkout.
        PaymentDeclined = "payment-declined",
        /// The same purchase was taken twice.
        ChargedTwice = "charged-twice",
        /// A charge the customer does not recognise.
        UnknownCharge = "unknown-charge",
        /// The amount differs from the order.
        WrongAmount = "wrong-amount",
        /// When to pay, or paying later.
        DueDate = "due-date",
        /// Paid, but still shown as open.
        PaymentNotRegistered = "payment-not-registered",
        /// A late fee or a reminder.
        LateFee = "late-fee",
        /// A refund has not arrived.
        RefundMissing = "refund-missing",
        /// A return does not show.
        ReturnNotRegistered = "return-not-registered",
        /// Goods never came.
        GoodsNotReceived = "goods-not-received",
        /// Goods came damaged or wrong.
        GoodsDamaged = "goods-damaged",
        /// Cannot log in.
        Login = "login",
        /// A message that may not be from Klarna.
        SuspiciousMessage = "suspicious-message",
        /// A purchase somebody else made.
        UnauthorisedPurchase = "unauthorised-purchase",
        /// A dispute with a store.
        Dispute = "dispute",
        /// A complaint, with its legal deadlines.
        Complaint = "complaint",
        /// Anything else.
        Other = "other",
    }
}

impl Category {
    /// The area a category is listed under; `None` for [`Category::Other`].
    pub fn area(self) -> Option<Area> {
        use Category::*;
        Some(match self {
            PaymentDeclined | ChargedTwice | UnknownCharge | WrongAmount | DueDate | PaymentNotRegistered
            | LateFee => Area::Payments,
            RefundMissing | ReturnNotRegistered | GoodsNotReceived | GoodsDamaged => Area::Returns,
            Login | SuspiciousMessage | UnauthorisedPurchase => Area::Account,
            Dispute | Complaint => Area::Disputes,
            Other => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_reads_back_from_its_own_name_on_the_wire() {
        for category in Category::ALL {
            assert_eq!(Category::parse(category.as_str()), Some(*category));
            let json = serde_json::to_string(category).unwrap();
            assert_eq!(json, format!("\"{}\"", category.as_str()));
        }
        assert_eq!(Category::parse("parking-fine"), None);
    }
}
