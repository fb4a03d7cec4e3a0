use super::*;

/// The numbers that were read, in the file's units.
fn read(text: &str) -> (usize, Vec<f64>) {
    let found = taken(text.as_bytes()).unwrap_or_else(|why| panic!("{text:?}: {why}"));
    (found.points.dimension(), found.numbers)
}

fn taken(file: &[u8]) -> Result<Found, Fault> {
    super::read(file, &understood(file)?.layout)
}

fn look(text: &str) -> Understood {
    understood(text.as_bytes()).expect("a table")
}

fn refusal(text: &str) -> String {
    taken(text.as_bytes()).unwrap_err().to_string()
}

fn rows(count: usize) -> String {
    (0..count).map(|i| format!("{i}\n")).collect()
}

/// Ten lines of such a row.
fn ten(row: impl Fn(usize) -> String) -> String {
    (0..10).map(|i| row(i) + "\n").collect()
}

#[test]
fn every_separator_header_quote_and_blank_line() {
    let pairs = [
        [1.5, -2.0],
        [0.25, 3.0],
        [4.0, 5.0],
        [6.0, 7.0],
        [8.0, 1.0],
        [9.0, 2.0],
        [1.0, 3.0],
        [2.0, 4.0],
    ];
    for separator in [",", ";", "\t", "|", " ", "   ", " , ", "; "] {
        for end in [
            "\n",
            "\r\n",
            "\r",
            "\n\n",
            " \n",
            "\r\n\r\n \r\n",
            "\n# remark\n",
        ] {
            for header in [
                "",
                "\u{feff}",
                "x;y,z\n",
                "\n\u{a0}\"width, in m\"\n",
                "% made today\n",
            ] {
                let quoted = |x: f64| format!("\"{x}\"");
                let lines = pairs.map(|[x, y]| format!("{}{separator}{y}", quoted(x)));
                let text = format!("{header}{}", lines.join(end));
                assert_eq!(read(&text), (2, pairs.concat()), "{text:?}");
            }
        }
    }
    let column = [1.0, 2.0, -3.5, 400.0, 0.5, 6.0, 7.0, 8.0];
    let text = "value\n1\n2\n-3.5\n4e2\n.5\n+6\n7.\n8";
    assert_eq!(read(text), (1, column.to_vec()));
    assert_eq!(parse(&rows(MAX_ROWS)).unwrap().count(), MAX_ROWS);
}

/// What NumPy, pandas, R, Excel, MATLAB and gnuplot write.
#[test]
fn tables_of_other_programs_are_read() {
    let first = |text: &str| {
        let (columns, numbers) = read(text);
        (columns, numbers[columns], numbers.len() / columns)
    };
    let savetxt = ten(|i| format!("{:.18e} {:.18e}", i as f64 + 0.5, -0.25));
    assert_eq!(first(&savetxt), (2, 1.5, 10));
    let aligned = ten(|i| format!("   {:>8.3}  {:>8.3}  ", i as f64 + 0.5, -0.25));
    assert_eq!(first(&format!("# x y\n{aligned}")), (2, 1.5, 10));
    let pandas = format!(",x\n{}", ten(|i| format!("{i},{}.5", i * i)));
    assert_eq!(first(&pandas), (1, 1.5, 10));
    let r = format!("\"x\" \"y\"\n{}", ten(|i| format!("\"{}\" {i}.5 7", i + 1)));
    assert_eq!(first(&r), (2, 1.5, 10));
    let german = format!("x;y\r\n{}", ten(|i| format!("{i},5;1.234,25")));
    assert_eq!(read(&german).1[1], 1234.25);
    assert_eq!(first(&german), (2, 1.5, 10));
    let hinted = format!("sep=;\r\nx;y\r\n{}", ten(|i| format!("{i},5;2")));
    assert_eq!(first(&hinted), (2, 1.5, 10));
    let spaced = ten(|i| format!("{i},5 0,25"));
    assert_eq!(first(&spaced), (2, 1.5, 10));
    let column = format!("x\n{}", ten(|i| format!("{i},5")));
    assert_eq!(first(&column), (1, 1.5, 10));
    let english = ten(|i| format!("\"1,00{i}.5\",2"));
    assert_eq!(first(&english), (2, 1001.5, 10));
    let minus = ten(|i| format!("−{i},5\t1e−3"));
    assert_eq!(first(&minus), (2, -1.5, 10));
    let named = format!("name;x;y\n{}", ten(|i| format!("day {i};{i}.5;1")));
    assert_eq!(first(&named), (2, 1.5, 10));
    let dated = format!("when,x\n{}", ten(|i| format!("2024-01-0{i} 12:00,{i}.5")));
    assert_eq!(first(&dated), (1, 1.5, 10));
    for encode in [u16::to_le_bytes, u16::to_be_bytes] {
        for mark in ["", "\u{feff}"] {
            let text = format!("{mark}Größe\tx\r\n{}", ten(|i| format!("{i}.5\t1")));
            let file: Vec<u8> = text.encode_utf16().flat_map(encode).collect();
            assert_eq!(taken(&file).unwrap().numbers[2], 1.5);
        }
    }
    let latin = [
        &b"Gr\xf6\xdfe;x\n"[..],
        ten(|i| format!("{i},5;1")).as_bytes(),
    ]
    .concat();
    assert_eq!(taken(&latin).unwrap().numbers[2], 1.5);
}

#[test]
fn what_is_left_out_or_can_be_meant_otherwise_is_asked() {
    let sure = |text: &str| look(text).sure;
    assert!(sure(&ten(|i| format!("{i},{}", i * i))));
    assert!(sure(&ten(|i| format!("{i}.5 1"))));
    assert!(sure(&format!("x,y\n{}", ten(|i| format!("{i},5")))));
    // One column of decimals, or two of whole numbers.
    assert!(!sure(&ten(|i| format!("{},{}", 7 * i % 10, 3 * i % 10))));
    assert_eq!(look(&ten(|i| format!("0,{i}5"))).layout.columns, [0]);
    assert_eq!(
        look(&ten(|i| format!("{},05", 7 * i % 10)))
            .layout
            .separator,
        Separator::None
    );
    assert!(!sure(&format!(",x\n{}", ten(|i| format!("{i},{i}.5")))));
    assert!(!sure(&format!(
        "name,x,y\n{}",
        ten(|i| format!("a{i},{i}.5,1"))
    )));
    let three = ten(|i| format!("{i}.5 2 {i}"));
    assert!(!sure(&three));
    let said = look(&three).told().to_string();
    assert_eq!(
        said,
        "Understood as UTF-8, columns apart by spaces, a decimal point, lines of header: 0, numbers \
         from: column 1, column 2. Left out: column 3, an index."
    );
    let pandas = format!("index;x\n{}", ten(|i| format!("{};{i},5", i + 1)));
    let said = look(&pandas).told().to_string();
    assert!(
        said.contains("semicolons, a decimal comma, lines of header: 1"),
        "{said}"
    );
    assert!(
        said.ends_with("Left out: column 1 (index), an index."),
        "{said}"
    );
}

#[test]
fn what_is_understood_can_be_changed() {
    let text = format!("t,x,y\n{}", ten(|i| format!("{i},{i}.5,-1")));
    let mut layout = look(&text).layout;
    assert_eq!((&layout.columns[..], layout.header), (&[0, 1][..], 1));
    layout.columns = vec![2, 1];
    let found = super::read(text.as_bytes(), &layout).unwrap();
    assert_eq!(found.numbers[..4], [-1.0, 0.5, -1.0, 1.5]);
    layout.header = 3;
    let found = super::read(text.as_bytes(), &layout).unwrap();
    assert_eq!((found.numbers[1], found.numbers.len()), (2.5, 16));
    let other = Understood::of(
        &ten(|i| format!("{i},5")),
        Encoding::Utf8,
        Some(Separator::None),
        None,
    );
    assert_eq!(
        (other.layout.mark, &other.layout.columns[..]),
        (Mark::Comma, &[0][..])
    );

    // Lines that cannot be read are named; left out if the visitor says so.
    let holes = ten(|i| {
        if i == 4 {
            "n/a,1".to_string()
        } else {
            format!("{i}.5,1")
        }
    });
    let mut layout = look(&holes).layout;
    let why = super::read(holes.as_bytes(), &layout)
        .unwrap_err()
        .to_string();
    assert_eq!(why, "Line 5: “n/a” is not a number.");
    layout.lenient = true;
    let found = super::read(holes.as_bytes(), &layout).unwrap();
    assert_eq!((found.left_out, found.points.count()), (vec![5], 9));
}

/// What *Save* writes of a figure comes back, and no cell of it is a formula.
#[test]
fn what_is_saved_of_a_figure_is_read_again() {
    use crate::figure::{Axis, Figure, Line, Panel, Role, csv};
    let axis = || Axis::new("", 0.0, 1.0);
    let points: Vec<(f64, f64)> = (0..10)
        .map(|i| (f64::from(i) / 8.0, -1e-7 * f64::from(i)))
        .collect();
    let line = Line::new(points.clone(), Role::Real).label("=‖x‖₁₂⁻¹, ä");
    let panel = Panel::new("-1 \"Q\"", axis(), axis()).with(line);
    let file = csv(&Figure::new(1, vec![panel])).into_bytes();
    assert_eq!(
        file[..3],
        [0xef, 0xbb, 0xbf],
        "Excel knows UTF-8 by its mark"
    );
    let understood = understood(&file).unwrap();
    let found = super::read(&file, &understood.layout).unwrap();
    let meant: Vec<f64> = points.iter().flat_map(|(x, y)| [*x, *y]).collect();
    assert_eq!(found.numbers, meant);
    let text = Encoding::Utf8.decode(&file);
    assert!(
        text.contains("\"'-1 \"\"Q\"\"\",line,\"'=‖x‖₁₂⁻¹, ä\","),
        "{text}"
    );
}

#[test]
fn refusals_name_what_and_where() {
    for (text, parts) in [
        ("", ["empty", ""]),
        ("\u{feff} \n\r\n", ["empty", ""]),
        ("x,y\n", ["no number", ""]),
        ("x,y\nm,s\n", ["no number", ""]),
        ("x\n1\n\n\ntwo\n", ["Line 5", "“two” is not a number"]),
        ("1,2\n3,4\n5\n", ["Line 3", "has 1 column,"]),
        (
            "1.5\n2\n\n3,4\n",
            ["Line 4", "“3,4” has another decimal mark"],
        ),
        (
            "1,2\n3,4\n5,6,7\n",
            ["Line 3", "has 3 columns, most have 2"],
        ),
        ("1\nNaN\n", ["Line 2", "“NaN” is not a finite"]),
        ("-inf,1\n2,3\n", ["Line 1", "“-inf” is not a finite"]),
        ("1\n1e400\n", ["Line 2", "“1e400” is not a finite"]),
        ("1,2\n3,\n", ["Line 2", "missing"]),
        (
            "x\ty\n1.5\t2\n1\t2,5\n3.5\t4.5\n",
            ["Line 3", "“2,5” has another decimal mark"],
        ),
        ("a,b\n1,2\n\"1;5\",2\n", ["Line 3", "“1;5” is not a number"]),
        ("1\n2\n3\n4\n5\n6\n7\n", ["only 7", "at least 8"]),
        ("5\n5\n5\n5\n5\n5\n5\n5\n", ["the same", ""]),
        (
            "1\n2\n\"3\n4\n5\n6\n7\n8\n9\n",
            ["Line 3", "is not a number"],
        ),
        (
            "x,y\r1,2\r2,3\r3,4\r0.1234,n/a\r4,5\r",
            ["Line 5", "“n/a” is not a number"],
        ),
        (
            "x,y\r\n1,2\r\n\r\n3,no\r\n4,5\r\n",
            ["Line 4", "“no” is not a number"],
        ),
    ] {
        let why = refusal(text);
        assert!(
            parts.iter().all(|part| why.contains(part)),
            "{text:?}: {why}"
        );
        assert!(why.ends_with('.') && why.len() < 160, "{why}");
    }
}

#[test]
fn what_is_no_table_is_named() {
    for (file, said) in [
        (
            &b"PK\x03\x04\x14\0\0\0\x08\0a.png"[..],
            "This is a zip archive. Unpack it first",
        ),
        (b"\x1f\x8b\x08\0", "This is a gzip file. Unpack"),
        (b"%PDF-1.4", "This is a PDF. Copy the numbers"),
        (
            b"\x89PNG\r\n\x1a\n",
            "This is a PNG picture. Pictures are read",
        ),
        (b"\0\0\x08\x03", "This is an array of MNIST"),
        (b"\x93NUMPY", "This is an array of NumPy"),
    ] {
        let why = taken(file).unwrap_err().to_string();
        assert!(why.starts_with(said) && why.ends_with('.'), "{why}");
    }
}

#[test]
fn sizes_are_limited() {
    assert!(refusal(&rows(MAX_ROWS + 1)).contains("more than 100000 rows"));
    assert!(refusal(&"1\n".repeat(MAX_BYTES / 2 + 1)).contains("5.0 MB"));
}
