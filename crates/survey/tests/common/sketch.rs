//! A few walls, slabs and windows written as IFC4 in metres by hand, for shapes that the estate generator does not draw.

#![allow(dead_code)] // not every test program uses every helper

/// A point in plan.
pub(crate) type P = [f64; 2];

/// A body in world coordinates.
pub(crate) enum Body {
    /// A prism over a ring between two heights.
    Prism(Vec<P>, f64, f64),
    /// A closed polyhedron: corners and outward faces.
    Facets(Vec<[f64; 3]>, Vec<Vec<usize>>),
}

/// A box.
pub(crate) fn cuboid(x: [f64; 2], y: [f64; 2], z: [f64; 2]) -> Body {
    Body::Prism(vec![[x[0], y[0]], [x[1], y[0]], [x[1], y[1]], [x[0], y[1]]], z[0], z[1])
}

/// A model being drawn. Every method answers the number of the record that it wrote.
pub(crate) struct Sketch {
    records: Vec<String>,
    count: usize,
    context: usize,
    origin: usize,
    site: usize,
    building: usize,
    contained: Vec<(usize, Vec<usize>)>,
}

impl Sketch {
    /// An empty model with a residential building.
    pub(crate) fn new() -> Self {
        Self::of("1#住宅楼")
    }

    /// An empty model with a building of this name.
    pub(crate) fn of(building: &str) -> Self {
        let mut s = Self { records: Vec::new(), count: 0, context: 0, origin: 0, site: 0, building: 0, contained: Vec::new() };
        let point = s.put("IFCCARTESIANPOINT((0.,0.,0.))");
        let axis = s.put(&format!("IFCAXIS2PLACEMENT3D(#{point},$,$)"));
        s.origin = s.put(&format!("IFCLOCALPLACEMENT($,#{axis})"));
        let metre = s.put("IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.)");
        let square = s.put("IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.)");
        let radian = s.put("IFCSIUNIT(*,.PLANEANGLEUNIT.,$,.RADIAN.)");
        let units = s.put(&format!("IFCUNITASSIGNMENT((#{metre},#{square},#{radian}))"));
        s.context = s.put(&format!("IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,#{axis},$)"));
        let (context, origin) = (s.context, s.origin);
        let project = s.root("IFCPROJECT", "测试", &format!("$,$,$,(#{context}),#{units}"));
        let site = s.root("IFCSITE", "场地", &format!("$,#{origin},$,$,.ELEMENT.,$,$,$,$,$"));
        s.site = site;
        s.building = s.root("IFCBUILDING", building, &format!("$,#{origin},$,$,.ELEMENT.,$,$,$"));
        let building = s.building;
        s.root("IFCRELAGGREGATES", "", &format!("#{project},(#{site})"));
        s.root("IFCRELAGGREGATES", "", &format!("#{site},(#{building})"));
        s
    }

    pub(crate) fn put(&mut self, record: &str) -> usize {
        self.count += 1;
        self.records.push(format!("#{}={record};", self.count));
        self.count
    }

    /// A rooted record: the text begins after name and description.
    pub(crate) fn root(&mut self, class: &str, name: &str, rest: &str) -> usize {
        let guid = format!("{:0>22}", self.count + 1);
        self.put(&format!("{class}('{guid}',$,'{name}',$,{rest})"))
    }

    /// The GlobalId of a record.
    pub(crate) fn guid(number: usize) -> String {
        format!("{number:0>22}")
    }

    /// A level.
    pub(crate) fn level(&mut self, name: &str, z: f64) -> usize {
        let point = self.put(&format!("IFCCARTESIANPOINT((0.,0.,{z:?}))"));
        let axis = self.put(&format!("IFCAXIS2PLACEMENT3D(#{point},$,$)"));
        let place = self.put(&format!("IFCLOCALPLACEMENT($,#{axis})"));
        let level = self.root("IFCBUILDINGSTOREY", name, &format!("$,#{place},$,$,.ELEMENT.,{z:?}"));
        let building = self.building;
        self.root("IFCRELAGGREGATES", "", &format!("#{building},(#{level})"));
        self.contained.push((level, Vec::new()));
        level
    }

    fn item(&mut self, body: &Body) -> (usize, &'static str) {
        match body {
            Body::Prism(ring, low, high) => {
                let mut corners: Vec<usize> =
                    ring.iter().map(|p| self.put(&format!("IFCCARTESIANPOINT(({:?},{:?}))", p[0], p[1]))).collect();
                corners.extend(corners.first().copied());
                let line = self.put(&format!("IFCPOLYLINE(({}))", list(&corners)));
                let profile = self.put(&format!("IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#{line})"));
                let point = self.put(&format!("IFCCARTESIANPOINT((0.,0.,{low:?}))"));
                let axis = self.put(&format!("IFCAXIS2PLACEMENT3D(#{point},$,$)"));
                let up = self.put("IFCDIRECTION((0.,0.,1.))");
                (self.put(&format!("IFCEXTRUDEDAREASOLID(#{profile},#{axis},#{up},{:?})", high - low)), "SweptSolid")
            }
            Body::Facets(corners, faces) => {
                let points: Vec<usize> =
                    corners.iter().map(|p| self.put(&format!("IFCCARTESIANPOINT(({:?},{:?},{:?}))", p[0], p[1], p[2]))).collect();
                let faces: Vec<usize> = faces
                    .iter()
                    .map(|face| {
                        let at: Vec<usize> = face.iter().map(|corner| points[*corner]).collect();
                        let ring = self.put(&format!("IFCPOLYLOOP(({}))", list(&at)));
                        let bound = self.put(&format!("IFCFACEOUTERBOUND(#{ring},.T.)"));
                        self.put(&format!("IFCFACE((#{bound}))"))
                    })
                    .collect();
                let shell = self.put(&format!("IFCCLOSEDSHELL(({}))", list(&faces)));
                (self.put(&format!("IFCFACETEDBREP(#{shell})")), "Brep")
            }
        }
    }

    fn shape(&mut self, bodies: &[Body]) -> String {
        if bodies.is_empty() {
            return "$".to_owned();
        }
        let (mut items, mut kind) = (Vec::new(), "SweptSolid");
        for body in bodies {
            let (item, of) = self.item(body);
            items.push(item);
            kind = of;
        }
        let context = self.context;
        let body = self.put(&format!("IFCSHAPEREPRESENTATION(#{context},'Body','{kind}',({}))", list(&items)));
        format!("#{}", self.put(&format!("IFCPRODUCTDEFINITIONSHAPE($,$,(#{body}))")))
    }

    /// A product on a level; `rest` are the attributes after Tag, with a leading comma.
    pub(crate) fn product(&mut self, class: &str, name: &str, level: Option<usize>, bodies: &[Body], rest: &str) -> usize {
        let shape = self.shape(bodies);
        let origin = self.origin;
        let product = self.root(class, name, &format!("$,#{origin},{shape}{rest}"));
        if let Some(level) = level {
            self.contained.iter_mut().filter(|(of, _)| *of == level).for_each(|(_, things)| things.push(product));
        }
        product
    }

    /// A wall.
    pub(crate) fn wall(&mut self, level: usize, x: [f64; 2], y: [f64; 2], z: [f64; 2]) -> usize {
        self.product("IFCWALL", "墙", Some(level), &[cuboid(x, y, z)], ",$,$")
    }

    /// A slab.
    pub(crate) fn slab(&mut self, level: usize, name: &str, x: [f64; 2], y: [f64; 2], z: [f64; 2]) -> usize {
        self.product("IFCSLAB", name, Some(level), &[cuboid(x, y, z)], ",$,.FLOOR.")
    }

    /// A window, filling an opening where one is given.
    pub(crate) fn window(&mut self, level: usize, name: &str, bodies: &[Body], opening: Option<usize>) -> usize {
        let window = self.product("IFCWINDOW", name, Some(level), bodies, ",$,$,$,$,$,$");
        if let Some(opening) = opening {
            self.root("IFCRELFILLSELEMENT", "", &format!("#{opening},#{window}"));
        }
        window
    }

    /// A hole through a host.
    pub(crate) fn opening(&mut self, host: usize, x: [f64; 2], y: [f64; 2], z: [f64; 2]) -> usize {
        let opening = self.product("IFCOPENINGELEMENT", "洞口", None, &[cuboid(x, y, z)], ",$,.OPENING.");
        self.root("IFCRELVOIDSELEMENT", "", &format!("#{host},#{opening}"));
        opening
    }

    /// A room.
    pub(crate) fn room(&mut self, level: usize, name: &str, body: Body) -> usize {
        let shape = self.shape(&[body]);
        let origin = self.origin;
        let room = self.root("IFCSPACE", name, &format!("$,#{origin},{shape},$,.ELEMENT.,.INTERNAL.,$"));
        self.root("IFCRELAGGREGATES", "", &format!("#{level},(#{room})"));
        room
    }

    /// A further building; levels drawn from now on are its.
    pub(crate) fn building(&mut self, name: &str) {
        let (origin, site) = (self.origin, self.site);
        self.building = self.root("IFCBUILDING", name, &format!("$,#{origin},$,$,.ELEMENT.,$,$,$"));
        let building = self.building;
        self.root("IFCRELAGGREGATES", "", &format!("#{site},(#{building})"));
    }

    /// The site.
    pub(crate) fn site(&self) -> usize {
        self.site
    }

    /// The building that the model begins with.
    pub(crate) fn main_building(&self) -> usize {
        self.building
    }

    fn outline(&mut self, ring: &[P]) -> usize {
        let mut corners: Vec<usize> = ring.iter().map(|p| self.put(&format!("IFCCARTESIANPOINT(({:?},{:?}))", p[0], p[1]))).collect();
        corners.extend(corners.first().copied());
        self.put(&format!("IFCPOLYLINE(({}))", list(&corners)))
    }

    /// A room of which only the outline on its floor is drawn.
    pub(crate) fn outlined_room(&mut self, level: usize, name: &str, ring: &[P], z: f64) -> usize {
        let (line, context) = (self.outline(ring), self.context);
        let shape = self.put(&format!("IFCSHAPEREPRESENTATION(#{context},'FootPrint','Curve2D',(#{line}))"));
        let shape = self.put(&format!("IFCPRODUCTDEFINITIONSHAPE($,$,(#{shape}))"));
        let point = self.put(&format!("IFCCARTESIANPOINT((0.,0.,{z:?}))"));
        let axis = self.put(&format!("IFCAXIS2PLACEMENT3D(#{point},$,$)"));
        let place = self.put(&format!("IFCLOCALPLACEMENT($,#{axis})"));
        let room = self.root("IFCSPACE", name, &format!("$,#{place},#{shape},$,.ELEMENT.,.INTERNAL.,$"));
        self.root("IFCRELAGGREGATES", "", &format!("#{level},(#{room})"));
        room
    }

    /// A closed line with a name on the site.
    pub(crate) fn annotation(&mut self, name: &str, ring: &[P]) -> usize {
        let (line, context, origin) = (self.outline(ring), self.context, self.origin);
        let set = self.put(&format!("IFCGEOMETRICCURVESET((#{line}))"));
        let shape = self.put(&format!("IFCSHAPEREPRESENTATION(#{context},'Annotation','GeometricCurveSet',(#{set}))"));
        let shape = self.put(&format!("IFCPRODUCTDEFINITIONSHAPE($,$,(#{shape}))"));
        self.root("IFCANNOTATION", name, &format!("$,#{origin},#{shape}"))
    }

    /// Parts of a whole.
    pub(crate) fn parts(&mut self, whole: usize, parts: &[usize]) {
        self.root("IFCRELAGGREGATES", "", &format!("#{whole},({})", list(parts)));
    }

    /// A zone over rooms.
    pub(crate) fn zone(&mut self, name: &str, rooms: &[usize]) -> usize {
        let zone = self.root("IFCZONE", name, "$,$");
        self.root("IFCRELASSIGNSTOGROUP", "", &format!("({}),$,#{zone}", list(rooms)));
        zone
    }

    /// A property set that belongs to nothing yet.
    pub(crate) fn set(&mut self, name: &str, properties: &[(&str, &str)]) -> usize {
        let all: Vec<usize> =
            properties.iter().map(|(name, value)| self.put(&format!("IFCPROPERTYSINGLEVALUE('{name}',$,{value},$)"))).collect();
        self.root("IFCPROPERTYSET", name, &format!("({})", list(&all)))
    }

    /// Text properties of a thing.
    pub(crate) fn properties(&mut self, thing: usize, set: &str, properties: &[(&str, &str)]) {
        let set = self.set(set, properties);
        self.root("IFCRELDEFINESBYPROPERTIES", "", &format!("(#{thing}),#{set}"));
    }

    /// The file.
    pub(crate) fn file(mut self) -> Vec<(String, Vec<u8>)> {
        for (level, things) in std::mem::take(&mut self.contained) {
            if !things.is_empty() {
                self.root("IFCRELCONTAINEDINSPATIALSTRUCTURE", "", &format!("({}),#{level}", list(&things)));
            }
        }
        let head = "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('手绘.ifc','',(''),(''),'','','');\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n";
        let text = format!("{head}{}\nENDSEC;\nEND-ISO-10303-21;\n", self.records.join("\n"));
        vec![("手绘.ifc".to_owned(), text.into_bytes())]
    }
}

fn list(numbers: &[usize]) -> String {
    numbers.iter().map(|number| format!("#{number}")).collect::<Vec<_>>().join(",")
}
