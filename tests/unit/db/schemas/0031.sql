BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0031');
CREATE TABLE api_keys (
	num INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	prefix VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	scope VARCHAR NOT NULL, 
	user_id VARCHAR, 
	created_ms BIGINT NOT NULL, 
	expires_ms BIGINT, 
	revoked_ms BIGINT, 
	PRIMARY KEY (num)
);
CREATE TABLE artifacts (
	id VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "artifacts" VALUES('f65e18d0-6e8b-580b-8d91-c9f6c86f7775','2aa7f875-0995-48ce-b959-b7eed85d8724','fetch','source','talk-8.00-2300d618.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795810087315);
INSERT INTO "artifacts" VALUES('2438c475-a14c-5e4e-bd3a-b2ef116ebc06','d35dafdb-2eaf-4ab8-aca1-9baf500ded62','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795810090705);
INSERT INTO "artifacts" VALUES('6480a6ab-5f0d-5b90-b908-9a8150daef32','2aa7f875-0995-48ce-b959-b7eed85d8724','scenes','poster','talk-8.00-2300d618 poster.jpg','image/jpeg','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58','.jpg',11470,1795810090721);
INSERT INTO "artifacts" VALUES('ca40b3e1-204e-5343-a13f-d6d0367f3637','2aa7f875-0995-48ce-b959-b7eed85d8724','scenes','sprite','talk-8.00-2300d618 storyboard.jpg','image/jpeg','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87','.jpg',16618,1795810090721);
INSERT INTO "artifacts" VALUES('3730eac4-69d0-5e2d-9b10-04bc86b3fabd','2aa7f875-0995-48ce-b959-b7eed85d8724','audio','audio','talk-8.00-2300d618.mp3','audio/mpeg','a4b49e59f9cd6de375e11f7ad52977b1171064ee70bfc64e0c7f61e3ac71c6e7','.mp3',264266,1795810091444);
INSERT INTO "artifacts" VALUES('27c85d09-c374-5749-af11-02b42192f26f','2aa7f875-0995-48ce-b959-b7eed85d8724','audio','waveform','talk-8.00-2300d618 waveform.json','application/json','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689','.json',1167,1795810091444);
INSERT INTO "artifacts" VALUES('dc2b0cac-204b-50d5-9130-c20faf009b44','2aa7f875-0995-48ce-b959-b7eed85d8724','transcribe','transcript','talk-8.00-2300d618.srt','application/x-subrip','e03d610d3dc3f5b081573f0102e18ec4121d0146dde93178c1a97a83886c9304','.srt',216,1795810098229);
INSERT INTO "artifacts" VALUES('26bbb56f-1126-5676-99b4-2803a2937725','2aa7f875-0995-48ce-b959-b7eed85d8724','transcribe','transcript','talk-8.00-2300d618.vtt','text/vtt','68a41075314f040e4ac1938dabd6f0b39590a265be43949cbd54ff9e570b639c','.vtt',218,1795810098229);
INSERT INTO "artifacts" VALUES('b33a5ed6-60da-5ac2-a2b8-502d573237a5','2aa7f875-0995-48ce-b959-b7eed85d8724','transcribe','transcript','talk-8.00-2300d618.txt','text/plain','657e19036ad1b0df625b931139eb43384248ba3ee46c8540d21512df814fdb93','.txt',117,1795810098229);
INSERT INTO "artifacts" VALUES('9b9a6020-691d-5454-a81b-4b5a0e36595d','2aa7f875-0995-48ce-b959-b7eed85d8724','clips','clip','talk-8.00-2300d618 clip 1.mp4','video/mp4','5b505c61ab8f13fffb53ab968bf25fc0124d538c3c12dca5201552a936d1a17b','.mp4',199770,1795810101192);
INSERT INTO "artifacts" VALUES('1d6fb5b6-6953-52b3-9bfb-fe008098c4cf','2aa7f875-0995-48ce-b959-b7eed85d8724','clips','clip_thumbnail','talk-8.00-2300d618 clip 1.jpg','image/jpeg','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11','.jpg',12447,1795810101192);
CREATE TABLE deliveries (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	webhook_id VARCHAR, 
	job_id VARCHAR, 
	event VARCHAR NOT NULL, 
	url TEXT NOT NULL, 
	host VARCHAR NOT NULL, 
	facts JSON NOT NULL, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_ms BIGINT, 
	response_status INTEGER, 
	error TEXT, 
	response_ms INTEGER, 
	created_ms BIGINT NOT NULL, 
	ended_ms BIGINT
);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'2aa7f875-0995-48ce-b959-b7eed85d8724',1,'job_moved',1795810086722,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(2,'d35dafdb-2eaf-4ab8-aca1-9baf500ded62',1,'job_moved',1795810086759,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(3,'2aa7f875-0995-48ce-b959-b7eed85d8724',2,'job_moved',1795810086772,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(4,'d35dafdb-2eaf-4ab8-aca1-9baf500ded62',2,'job_moved',1795810086792,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(5,'2aa7f875-0995-48ce-b959-b7eed85d8724',3,'stage_moved',1795810086818,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":10.432,"stage_status":"running","waited_s":0.012597070999618154}');
INSERT INTO "events" VALUES(6,'d35dafdb-2eaf-4ab8-aca1-9baf500ded62',3,'stage_moved',1795810087052,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":3.6089994750046754,"stage_status":"running","waited_s":0.011439278001489583}');
INSERT INTO "events" VALUES(7,'2aa7f875-0995-48ce-b959-b7eed85d8724',4,'stage_moved',1795810087315,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"fetch","eta_s":6.746711351001169,"stage_status":"completed","cached":false,"work_s":0.4460938889969839,"waited_s":0.012597070999618154}');
INSERT INTO "events" VALUES(8,'2aa7f875-0995-48ce-b959-b7eed85d8724',5,'stage_moved',1795810087424,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":6.639307321997068,"stage_status":"running","waited_s":0.00398703300015768}');
INSERT INTO "events" VALUES(9,'2aa7f875-0995-48ce-b959-b7eed85d8724',6,'log_line',1795810087951,'{"level":"info","message":"speech audio extracted","stage":"speech","fields":{"duration_s":8.0,"expected_s":8.2}}');
INSERT INTO "events" VALUES(10,'2aa7f875-0995-48ce-b959-b7eed85d8724',7,'stage_moved',1795810088100,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":8.70206426050346,"stage_status":"running","waited_s":0.6788252429978456}');
INSERT INTO "events" VALUES(11,'2aa7f875-0995-48ce-b959-b7eed85d8724',8,'stage_moved',1795810088110,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":8.68735966450687,"stage_status":"completed","cached":false,"work_s":0.5945167579993722,"waited_s":0.00398703300015768}');
INSERT INTO "events" VALUES(12,'2aa7f875-0995-48ce-b959-b7eed85d8724',9,'stage_moved',1795810088143,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"transcribe","eta_s":8.658170423504556,"stage_status":"running","waited_s":0.0072791200000210665}');
INSERT INTO "events" VALUES(13,'2aa7f875-0995-48ce-b959-b7eed85d8724',10,'log_line',1795810090495,'{"level":"info","message":"scenes found","stage":"scenes","fields":{"cuts":0,"focus_points":17}}');
INSERT INTO "events" VALUES(14,'d35dafdb-2eaf-4ab8-aca1-9baf500ded62',4,'stage_moved',1795810090705,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"fetch","eta_s":6.038403279002523,"stage_status":"completed","cached":false,"work_s":3.8589102830010233,"waited_s":0.011439278001489583}');
INSERT INTO "events" VALUES(15,'2aa7f875-0995-48ce-b959-b7eed85d8724',11,'stage_moved',1795810090721,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"audio","eta_s":6.05500370300369,"stage_status":"running","waited_s":3.2887651230048505}');
INSERT INTO "events" VALUES(16,'2aa7f875-0995-48ce-b959-b7eed85d8724',12,'stage_moved',1795810090721,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":6.054669625001493,"stage_status":"completed","cached":false,"work_s":2.586538991999987,"waited_s":0.6788252429978456}');
INSERT INTO "events" VALUES(17,'2aa7f875-0995-48ce-b959-b7eed85d8724',13,'log_line',1795810091317,'{"level":"info","message":"audio extracted","stage":"audio","fields":{"format":"mp3","quality":"high","duration_s":8.232}}');
INSERT INTO "events" VALUES(18,'d35dafdb-2eaf-4ab8-aca1-9baf500ded62',5,'stage_moved',1795810091437,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"audio","eta_s":0.9364034399997325,"stage_status":"running","waited_s":0.7025346999944304}');
INSERT INTO "events" VALUES(19,'2aa7f875-0995-48ce-b959-b7eed85d8724',14,'stage_moved',1795810091444,'{"status":"processing","progress":0.2587110884780576,"attempt":1,"stage":"audio","eta_s":6.0983584579947046,"stage_status":"completed","cached":false,"work_s":0.7269429169973591,"waited_s":3.2887651230048505}');
INSERT INTO "events" VALUES(20,'d35dafdb-2eaf-4ab8-aca1-9baf500ded62',6,'job_error',1795810091552,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}');
INSERT INTO "events" VALUES(21,'d35dafdb-2eaf-4ab8-aca1-9baf500ded62',7,'job_moved',1795810091552,'{"status":"failed","progress":0.856353591160221,"attempt":1,"error":{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false},"cause":"fail"}');
INSERT INTO "events" VALUES(22,'2aa7f875-0995-48ce-b959-b7eed85d8724',15,'log_line',1795810094283,'{"level":"info","message":"Loading the whisper model demo","stage":"transcribe","fields":{"device":"cpu","workers":1}}');
INSERT INTO "events" VALUES(23,'2aa7f875-0995-48ce-b959-b7eed85d8724',16,'log_line',1795810094438,'{"level":"info","message":"Transcribing with demo, batched","stage":"transcribe","fields":{"language":"en","probability":1.0}}');
INSERT INTO "events" VALUES(24,'2aa7f875-0995-48ce-b959-b7eed85d8724',17,'segment_transcribed',1795810098152,'{"index":0,"segment":{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8566,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9965},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.999},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9977},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9985},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.999},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9984}]}}');
INSERT INTO "events" VALUES(25,'2aa7f875-0995-48ce-b959-b7eed85d8724',18,'segment_transcribed',1795810098176,'{"index":1,"segment":{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7064,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9986},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9974},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9991},{"start_s":4.64,"end_s":4.82,"text":" to","probability":0.9999},{"start_s":4.82,"end_s":5.1,"text":" learn","probability":0.9992},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9957},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9909}]}}');
INSERT INTO "events" VALUES(26,'2aa7f875-0995-48ce-b959-b7eed85d8724',19,'segment_transcribed',1795810098176,'{"index":2,"segment":{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a rtery to the r.","confidence":0.7064,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.994},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9947},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9933},{"start_s":7.77,"end_s":7.775,"text":" a","probability":0.9641},{"start_s":7.775,"end_s":7.79,"text":" rtery","probability":0.3906},{"start_s":7.79,"end_s":7.85,"text":" to","probability":0.7569},{"start_s":7.85,"end_s":7.896,"text":" the","probability":0.6672},{"start_s":7.896,"end_s":7.93,"text":" r.","probability":0.409}]}}');
INSERT INTO "events" VALUES(27,'2aa7f875-0995-48ce-b959-b7eed85d8724',20,'stage_moved',1795810098229,'{"status":"processing","progress":0.5316974280306598,"attempt":1,"stage":"transcribe","eta_s":15.995961788237913,"stage_status":"completed","cached":false,"work_s":10.053665752006054,"waited_s":0.0072791200000210665}');
INSERT INTO "events" VALUES(28,'2aa7f875-0995-48ce-b959-b7eed85d8724',21,'stage_moved',1795810098259,'{"status":"processing","progress":0.5316974280306598,"attempt":1,"stage":"clips","eta_s":15.96113235224417,"stage_status":"running","waited_s":0.006649287999607623}');
INSERT INTO "events" VALUES(29,'2aa7f875-0995-48ce-b959-b7eed85d8724',22,'stage_moved',1795810098271,'{"status":"processing","progress":0.5316974280306598,"attempt":1,"stage":"analyse","eta_s":15.947996109240343,"stage_status":"running","waited_s":0.006507161997433286}');
INSERT INTO "events" VALUES(30,'2aa7f875-0995-48ce-b959-b7eed85d8724',23,'log_line',1795810099422,'{"level":"info","message":"clips chosen","stage":"clips","fields":{"count":1,"done":0}}');
INSERT INTO "events" VALUES(31,'2aa7f875-0995-48ce-b959-b7eed85d8724',24,'log_line',1795810101142,'{"level":"info","message":"clip cut","stage":"clips","fields":{"index":0,"start_s":3.4,"length_s":4.8}}');
INSERT INTO "events" VALUES(32,'2aa7f875-0995-48ce-b959-b7eed85d8724',25,'clip_cut',1795810101192,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a rtery to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a rtery to the r.","width":640,"height":360,"artifact_id":"9b9a6020-691d-5454-a81b-4b5a0e36595d","thumbnail_id":"1d6fb5b6-6953-52b3-9bfb-fe008098c4cf"}');
INSERT INTO "events" VALUES(33,'2aa7f875-0995-48ce-b959-b7eed85d8724',26,'stage_moved',1795810101274,'{"status":"processing","progress":0.742987164526482,"attempt":1,"stage":"clips","eta_s":3.041,"stage_status":"completed","cached":false,"work_s":2.9816831720017944,"waited_s":0.006649287999607623}');
INSERT INTO "events" VALUES(34,'2aa7f875-0995-48ce-b959-b7eed85d8724',27,'log_line',1795810102856,'{"level":"info","message":"Loading the sentiment model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(35,'2aa7f875-0995-48ce-b959-b7eed85d8724',28,'log_line',1795810111294,'{"level":"info","message":"Loading the spaCy model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(36,'2aa7f875-0995-48ce-b959-b7eed85d8724',29,'stage_moved',1795810114470,'{"status":"processing","progress":0.999,"attempt":1,"stage":"analyse","eta_s":0.0,"stage_status":"completed","cached":false,"work_s":16.194550529995468,"waited_s":0.006507161997433286}');
INSERT INTO "events" VALUES(37,'2aa7f875-0995-48ce-b959-b7eed85d8724',30,'job_moved',1795810114475,'{"status":"completed","progress":1,"attempt":1,"eta_s":0.0,"cause":"complete"}');
INSERT INTO "events" VALUES(38,'e7965447-231b-43fc-b5f1-8233cf948174',1,'job_moved',1795810114496,'{"status":"pending","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(39,'e84d15c9-9506-4faa-8ec1-ef139138213e',1,'job_moved',1795810114502,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(40,'0cc9247c-2438-4193-a936-395273aa6008',1,'job_moved',1795810114511,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(41,'0cc9247c-2438-4193-a936-395273aa6008',2,'job_moved',1795810114515,'{"status":"cancelled","progress":0,"attempt":0,"cause":"cancel"}');
INSERT INTO "events" VALUES(42,'7b000627-b19c-44a3-9b85-df3e3bb93fff',1,'job_moved',1795810114522,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(43,'7b000627-b19c-44a3-9b85-df3e3bb93fff',2,'job_moved',1795810114525,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(44,'7b000627-b19c-44a3-9b85-df3e3bb93fff',3,'job_error',1795810114539,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}');
INSERT INTO "events" VALUES(45,'7b000627-b19c-44a3-9b85-df3e3bb93fff',4,'job_moved',1795810114539,'{"status":"pending","progress":0,"attempt":1,"error":{"code":"rate_limited","message":"later","stage":"fetch","retryable":true},"cause":"postpone","next_attempt_ms":1827346114495}');
INSERT INTO "events" VALUES(46,'59da164a-b8ed-45e0-8844-faf877ffe719',1,'job_moved',1795810114597,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(47,'59da164a-b8ed-45e0-8844-faf877ffe719',2,'job_moved',1795810114611,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
CREATE TABLE exported_files (
	job_id VARCHAR NOT NULL, 
	ending VARCHAR NOT NULL, 
	path TEXT NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	writing VARCHAR, 
	PRIMARY KEY (job_id, ending)
);
CREATE TABLE feed_entries (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	feed_id VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	identity VARCHAR, 
	place TEXT NOT NULL, 
	title TEXT, 
	published_ms BIGINT, 
	duration_s FLOAT, 
	state VARCHAR NOT NULL, 
	job_id VARCHAR, 
	sha256 VARCHAR, 
	reason TEXT, 
	seen_ms BIGINT NOT NULL, 
	ended_ms BIGINT, 
	CONSTRAINT uq_feed_entries_key UNIQUE (feed_id, "key")
);
CREATE TABLE feeds (
	num INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	user_id VARCHAR, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	location TEXT NOT NULL, 
	every_s INTEGER, 
	daily_at VARCHAR, 
	time_zone VARCHAR NOT NULL, 
	last INTEGER NOT NULL, 
	max_new INTEGER NOT NULL, 
	preset_id VARCHAR, 
	job_type VARCHAR NOT NULL, 
	options JSON NOT NULL, 
	priority INTEGER NOT NULL, 
	paused BOOLEAN NOT NULL, 
	title TEXT, 
	seeded BOOLEAN NOT NULL, 
	last_ms BIGINT, 
	next_ms BIGINT, 
	until_ms BIGINT, 
	failures INTEGER NOT NULL, 
	error TEXT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE file_copies (
	sha256 VARCHAR NOT NULL, 
	begun_ms BIGINT NOT NULL, 
	copied_ms BIGINT, 
	leaving_ms BIGINT, 
	PRIMARY KEY (sha256)
);
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms":1795810084208}');
INSERT INTO "flags" VALUES('folder','{"id":"a8a93a4c42dd40cba20381680e05c1cf"}');
INSERT INTO "flags" VALUES('database','{"id":"14a1334d9f6c4dc091c8ff29520bb536"}');
INSERT INTO "flags" VALUES('queue','{"paused":true,"draining":false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms":1827346114495}');
CREATE TABLE job_chapters (
	job_id VARCHAR NOT NULL, 
	found JSON, 
	given JSON, 
	revision INTEGER NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	PRIMARY KEY (job_id)
);
CREATE TABLE job_counts (status TEXT NOT NULL, job_type TEXT NOT NULL, priority INTEGER NOT NULL, jobs INTEGER NOT NULL, PRIMARY KEY (status, job_type, priority)) WITHOUT ROWID;
INSERT INTO "job_counts" VALUES('cancelled','transcription',9,1);
INSERT INTO "job_counts" VALUES('completed','full_processing',5,1);
INSERT INTO "job_counts" VALUES('failed','audio_extraction',5,1);
INSERT INTO "job_counts" VALUES('pending','analysis',5,1);
INSERT INTO "job_counts" VALUES('pending','clip_generation',5,1);
INSERT INTO "job_counts" VALUES('processing','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('processing','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('processing','full_processing',5,0);
INSERT INTO "job_counts" VALUES('processing','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('queued','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('queued','full_processing',5,0);
INSERT INTO "job_counts" VALUES('queued','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','transcription',9,0);
CREATE TABLE job_metas (
	num INTEGER NOT NULL, 
	meta JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE job_stages (
	job_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	progress FLOAT NOT NULL, 
	"key" VARCHAR, 
	cached BOOLEAN NOT NULL, 
	started_ms BIGINT, 
	seconds FLOAT, 
	published INTEGER NOT NULL, waited FLOAT, 
	PRIMARY KEY (job_id, name)
);
INSERT INTO "job_stages" VALUES('2aa7f875-0995-48ce-b959-b7eed85d8724','fetch','completed',1.0,'fetch-4ba1f1e1a1efb88f1c902013cde4909c51de3f8dbd9292883ff6799cf195602c',0,1795810086818,4.46093888996983878314e-01,0,1.25970709996181540191e-02);
INSERT INTO "job_stages" VALUES('2aa7f875-0995-48ce-b959-b7eed85d8724','audio','completed',1.0,'audio-13159740c29df89d74fe52779ee973e836c224ee9a9dab1e085ae4dc2ba9678c',0,1795810090721,7.26942916997359134256e-01,0,3.2887651230048504658e+00);
INSERT INTO "job_stages" VALUES('2aa7f875-0995-48ce-b959-b7eed85d8724','speech','completed',1.0,'speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6',0,1795810087424,5.94516757999372202903e-01,0,0.00398703300015768);
INSERT INTO "job_stages" VALUES('2aa7f875-0995-48ce-b959-b7eed85d8724','scenes','completed',1.0,'scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705',0,1795810088100,2.58653899199998704716e+00,0,6.78825242997845634818e-01);
INSERT INTO "job_stages" VALUES('2aa7f875-0995-48ce-b959-b7eed85d8724','transcribe','completed',1.0,'transcribe-538deed39f54b483d4eb21ca665e4b75142ec6224cadd8f8e98a096df72e6805',0,1795810088143,1.005366575200605439e+01,3,7.27912000002106651663e-03);
INSERT INTO "job_stages" VALUES('2aa7f875-0995-48ce-b959-b7eed85d8724','analyse','completed',1.0,'analyse-a60b2bf340d37aa3943470ccac255c36be4da7052555ca6e8505c66e5c812a6a',0,1795810098271,1.61945505299954675137e+01,0,6.50716199743328616023e-03);
INSERT INTO "job_stages" VALUES('2aa7f875-0995-48ce-b959-b7eed85d8724','clips','completed',1.0,'clips-c88c1a45e794d38e56f0d89c96f8cd8a5cabb1b07444e3f5db341b0db6bc344a',0,1795810098259,2.98168317200179444625e+00,1,6.64928799960762262344e-03);
INSERT INTO "job_stages" VALUES('d35dafdb-2eaf-4ab8-aca1-9baf500ded62','fetch','completed',1.0,'fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d',0,1795810087052,3.85891028300102334469e+00,0,1.14392780014895834028e-02);
INSERT INTO "job_stages" VALUES('d35dafdb-2eaf-4ab8-aca1-9baf500ded62','audio','failed',0.0,'audio-93cfd6eccd62f2fd92151675255c5e26b56115e7c0e52e781840bd0856e9d4e4',0,1795810091437,NULL,0,7.02534699994430411607e-01);
INSERT INTO "job_stages" VALUES('7b000627-b19c-44a3-9b85-df3e3bb93fff','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('7b000627-b19c-44a3-9b85-df3e3bb93fff','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('7b000627-b19c-44a3-9b85-df3e3bb93fff','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('7b000627-b19c-44a3-9b85-df3e3bb93fff','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('7b000627-b19c-44a3-9b85-df3e3bb93fff','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('59da164a-b8ed-45e0-8844-faf877ffe719','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('59da164a-b8ed-45e0-8844-faf877ffe719','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('59da164a-b8ed-45e0-8844-faf877ffe719','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-2300d618
2aa7f875-0995-48ce-b959-b7eed85d8724
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
d35dafdb-2eaf-4ab8-aca1-9baf500ded62');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-2300d618
e7965447-231b-43fc-b5f1-8233cf948174');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-2300d618
e84d15c9-9506-4faa-8ec1-ef139138213e');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-2300d618
0cc9247c-2438-4193-a936-395273aa6008');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-2300d618
7b000627-b19c-44a3-9b85-df3e3bb93fff');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-2300d618
59da164a-b8ed-45e0-8844-faf877ffe719');
CREATE TABLE job_texts_indexed (upto INTEGER NOT NULL);
INSERT INTO "job_texts_indexed" VALUES(0);
CREATE TABLE job_traces (
	job_id VARCHAR NOT NULL, 
	traceparent VARCHAR NOT NULL, 
	PRIMARY KEY (job_id)
);
CREATE TABLE job_webhooks (
	job_id VARCHAR NOT NULL, 
	url TEXT NOT NULL, 
	PRIMARY KEY (job_id)
);
CREATE TABLE jobs (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url VARCHAR, 
	video_id VARCHAR, 
	source_identity VARCHAR NOT NULL, 
	job_type VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	rank BIGINT NOT NULL, 
	options JSON NOT NULL, 
	meta JSON NOT NULL, 
	user_id VARCHAR, 
	attempt INTEGER NOT NULL, 
	failures INTEGER NOT NULL, 
	max_retries INTEGER NOT NULL, 
	crashes JSON NOT NULL, 
	memory_level INTEGER NOT NULL, 
	progress FLOAT NOT NULL, 
	stage VARCHAR, 
	stop_requested VARCHAR, 
	error JSON, 
	warnings JSON NOT NULL, 
	last_seq INTEGER NOT NULL, 
	video_title TEXT, 
	video_duration FLOAT, 
	idempotency_key VARCHAR, 
	request_hash VARCHAR, 
	pinned BOOLEAN NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	queued_ms BIGINT, 
	started_ms BIGINT, 
	completed_ms BIGINT, 
	due_ms BIGINT, meta_bytes INTEGER, deaths JSON DEFAULT '{}' NOT NULL, worker_id VARCHAR, lease_until_ms BIGINT, placed BOOLEAN DEFAULT 0 NOT NULL, generation JSON, 
	CONSTRAINT uq_jobs_idempotency UNIQUE (idempotency_key)
);
INSERT INTO "jobs" VALUES(1,'2aa7f875-0995-48ce-b959-b7eed85d8724',NULL,'01b05f6f-4f82-4dff-867b-2f90480fbcbd','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795807086722,'{"audio_format":"mp3","audio_quality":"high","audio_track":null,"language":null,"model_size":null,"word_timestamps":true,"task":"transcribe","prompt":null,"hotwords":[],"temperature":0.0,"speakers":false,"clip_duration":5.0,"overlap_duration":2.0,"max_clips":1,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{"from":"us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-2300d618',8.2,NULL,NULL,1,NULL,1795810086722,1795810114485,1795810086722,1795810086772,1795810114475,NULL,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(2,'d35dafdb-2eaf-4ab8-aca1-9baf500ded62',NULL,'f486b85f-0af2-46ce-b231-c65cb94a6c7e','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795807086759,'{"audio_format":"wav","audio_quality":"high","audio_track":null,"language":null,"model_size":null,"word_timestamps":true,"task":"transcribe","prompt":null,"hotwords":[],"temperature":0.0,"speakers":false,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795810086759,1795810091552,1795810086759,1795810086792,1795810091552,NULL,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(3,'e7965447-231b-43fc-b5f1-8233cf948174',NULL,'01b05f6f-4f82-4dff-867b-2f90480fbcbd','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827343114495,'{"audio_format":"wav","audio_quality":"high","audio_track":null,"language":null,"model_size":null,"word_timestamps":true,"task":"transcribe","prompt":null,"hotwords":[],"temperature":0.0,"speakers":false,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-2300d618',8.2,NULL,NULL,0,NULL,1795810114496,1795810114496,NULL,NULL,NULL,1827346114495,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(4,'e84d15c9-9506-4faa-8ec1-ef139138213e',NULL,'01b05f6f-4f82-4dff-867b-2f90480fbcbd','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795807114502,'{"audio_format":"wav","audio_quality":"high","audio_track":null,"language":null,"model_size":null,"word_timestamps":true,"task":"transcribe","prompt":null,"hotwords":[],"temperature":0.0,"speakers":false,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-2300d618',8.2,'key','hash',0,NULL,1795810114502,1795810114502,1795810114502,NULL,NULL,NULL,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(5,'0cc9247c-2438-4193-a936-395273aa6008',NULL,'01b05f6f-4f82-4dff-867b-2f90480fbcbd','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795804714511,'{"audio_format":"wav","audio_quality":"high","audio_track":null,"language":null,"model_size":null,"word_timestamps":true,"task":"transcribe","prompt":null,"hotwords":[],"temperature":0.0,"speakers":false,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-2300d618',8.2,NULL,NULL,0,NULL,1795810114511,1795810114515,1795810114511,NULL,1795810114515,NULL,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(6,'7b000627-b19c-44a3-9b85-df3e3bb93fff',NULL,'01b05f6f-4f82-4dff-867b-2f90480fbcbd','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795807114522,'{"audio_format":"wav","audio_quality":"high","audio_track":null,"language":null,"model_size":null,"word_timestamps":true,"task":"transcribe","prompt":null,"hotwords":[],"temperature":0.0,"speakers":false,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}','[]',4,'talk-8.00-2300d618',8.2,NULL,NULL,0,NULL,1795810114522,1795810114539,1795810114522,1795810114525,NULL,1827346114495,NULL,'{}',NULL,NULL,0,NULL);
INSERT INTO "jobs" VALUES(7,'59da164a-b8ed-45e0-8844-faf877ffe719',NULL,'01b05f6f-4f82-4dff-867b-2f90480fbcbd','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795807114597,'{"audio_format":"wav","audio_quality":"high","audio_track":null,"language":null,"model_size":null,"word_timestamps":true,"task":"transcribe","prompt":null,"hotwords":[],"temperature":0.0,"speakers":false,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","segments":null,"engine":null,"operation":null,"operation_options":null,"export":null,"duration_seconds":null,"seed":null,"refresh":false}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-2300d618',8.2,NULL,NULL,0,NULL,1795810114597,1795810114611,1795810114597,1795810114611,NULL,NULL,NULL,'{}','bb8389015b58c1db',1795810129611,0,NULL);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-4ba1f1e1a1efb88f1c902013cde4909c51de3f8dbd9292883ff6799cf195602c','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed',256046);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480',1150);
INSERT INTO "key_blobs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58',11470);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87',16618);
INSERT INTO "key_blobs" VALUES('audio-13159740c29df89d74fe52779ee973e836c224ee9a9dab1e085ae4dc2ba9678c','a4b49e59f9cd6de375e11f7ad52977b1171064ee70bfc64e0c7f61e3ac71c6e7',264266);
INSERT INTO "key_blobs" VALUES('audio-13159740c29df89d74fe52779ee973e836c224ee9a9dab1e085ae4dc2ba9678c','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689',1167);
INSERT INTO "key_blobs" VALUES('transcribe-538deed39f54b483d4eb21ca665e4b75142ec6224cadd8f8e98a096df72e6805','e03d610d3dc3f5b081573f0102e18ec4121d0146dde93178c1a97a83886c9304',216);
INSERT INTO "key_blobs" VALUES('transcribe-538deed39f54b483d4eb21ca665e4b75142ec6224cadd8f8e98a096df72e6805','68a41075314f040e4ac1938dabd6f0b39590a265be43949cbd54ff9e570b639c',218);
INSERT INTO "key_blobs" VALUES('transcribe-538deed39f54b483d4eb21ca665e4b75142ec6224cadd8f8e98a096df72e6805','657e19036ad1b0df625b931139eb43384248ba3ee46c8540d21512df814fdb93',117);
INSERT INTO "key_blobs" VALUES('clips-c88c1a45e794d38e56f0d89c96f8cd8a5cabb1b07444e3f5db341b0db6bc344a','5b505c61ab8f13fffb53ab968bf25fc0124d538c3c12dca5201552a936d1a17b',199770);
INSERT INTO "key_blobs" VALUES('clips-c88c1a45e794d38e56f0d89c96f8cd8a5cabb1b07444e3f5db341b0db6bc344a','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11',12447);
CREATE TABLE key_leases (
	"key" VARCHAR NOT NULL, 
	worker_id VARCHAR NOT NULL, 
	lease_until_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE made_clips (
	job_id VARCHAR NOT NULL, 
	of_job_id VARCHAR NOT NULL, 
	title TEXT NOT NULL, 
	PRIMARY KEY (job_id)
);
CREATE TABLE outputs (
	"key" VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	output JSON NOT NULL, 
	warnings JSON NOT NULL, 
	seconds FLOAT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "outputs" VALUES('fetch-4ba1f1e1a1efb88f1c902013cde4909c51de3f8dbd9292883ff6799cf195602c','fetch','{"source":{"sha256":"20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd","size_bytes":201315,"suffix":".mp4"},"media":{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2},"title":"talk-8.00-2300d618","uploader":null,"webpage_url":null,"chapters":[],"chapter_files":null,"thumbnail":null,"validators":null}','[]',4.46093888996983878314e-01,1795810087263);
INSERT INTO "outputs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','speech','{"pcm":{"sha256":"2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed","size_bytes":256046,"suffix":".wav"},"duration_s":8.0000625,"waveform":{"sha256":"4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480","size_bytes":1150,"suffix":".json"}}','[]',5.94516757999372202903e-01,1795810088013);
INSERT INTO "outputs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','fetch','{"source":{"sha256":"a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594","size_bytes":69966,"suffix":".mp4"},"media":{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1},"title":"silent-94500712","uploader":null,"webpage_url":null,"chapters":[],"chapter_files":null,"thumbnail":null,"validators":null}','[]',3.85891028300102334469e+00,1795810090679);
INSERT INTO "outputs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','scenes','{"has_video":true,"cuts":[],"poster":{"sha256":"735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58","size_bytes":11470,"suffix":".jpg"},"sprite":{"image":{"sha256":"cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87","size_bytes":16618,"suffix":".jpg"},"columns":9,"rows":1,"count":9,"interval_s":1.0,"tile_width":160,"tile_height":90},"focus":[[0.25,0.0972,0.702],[0.75,0.1236,0.7359],[1.25,0.13,0.7314],[1.75,0.1569,0.7358],[2.25,0.2047,0.7044],[2.75,0.2462,0.6418],[3.25,0.2848,0.6214],[3.75,0.3398,0.6207],[4.25,0.3952,0.5913],[4.75,0.4448,0.5573],[5.25,0.4994,0.5482],[5.75,0.5598,0.5318],[6.25,0.6083,0.4932],[6.75,0.6503,0.4783],[7.25,0.7373,0.4742],[7.75,0.7706,0.446],[8.25,0.7897,0.4163]],"picture":{"flashes":[],"black":[],"freeze":[]},"samples":[]}','[]',2.58653899199998704716e+00,1795810090682);
INSERT INTO "outputs" VALUES('audio-13159740c29df89d74fe52779ee973e836c224ee9a9dab1e085ae4dc2ba9678c','audio','{"audio":{"sha256":"a4b49e59f9cd6de375e11f7ad52977b1171064ee70bfc64e0c7f61e3ac71c6e7","size_bytes":264266,"suffix":".mp3"},"duration_s":8.232,"media_type":"audio/mpeg","waveform":{"sha256":"c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689","size_bytes":1167,"suffix":".json"}}','[]',7.26942916997359134256e-01,1795810091430);
INSERT INTO "outputs" VALUES('transcribe-538deed39f54b483d4eb21ca665e4b75142ec6224cadd8f8e98a096df72e6805','transcribe','{"language":"en","language_probability":1.0,"model":"demo","decoding":"batched","segment_count":3,"engine":"whisper","response_id":null,"srt":{"sha256":"e03d610d3dc3f5b081573f0102e18ec4121d0146dde93178c1a97a83886c9304","size_bytes":216,"suffix":".srt"},"vtt":{"sha256":"68a41075314f040e4ac1938dabd6f0b39590a265be43949cbd54ff9e570b639c","size_bytes":218,"suffix":".vtt"},"txt":{"sha256":"657e19036ad1b0df625b931139eb43384248ba3ee46c8540d21512df814fdb93","size_bytes":117,"suffix":".txt"},"chapters":[],"chapter_files":null}','[]',1.005366575200605439e+01,1795810098192);
INSERT INTO "outputs" VALUES('clips-c88c1a45e794d38e56f0d89c96f8cd8a5cabb1b07444e3f5db341b0db6bc344a','clips','{"clip_count":1}','[]',2.98168317200179444625e+00,1795810101235);
INSERT INTO "outputs" VALUES('analyse-a60b2bf340d37aa3943470ccac255c36be4da7052555ca6e8505c66e5c812a6a','analyse','{"sentiment":"neutral","sentiment_scores":{"positive":0.0169,"neutral":0.9649,"negative":0.0182},"segment_sentiments":[{"index":0,"label":"neutral","score":-0.0024,"start_s":0.59},{"index":1,"label":"neutral","score":-0.002,"start_s":3.62},{"index":2,"label":"neutral","score":0.003,"start_s":6.95}],"topics":["Space, r., Tesla"],"keywords":[{"text":"space","score":1.0},{"text":"Tesla","score":0.7815}],"entities":[{"text":"Today","label":"DATE","count":1},{"text":"Tesla","label":"ORG","count":1}],"models":{"sentiment":"demo","entities":"demo","keywords":"YAKE 0.7.3, words by demo","topics":"pauses and cohesion, words by demo"}}','[]',1.61945505299954675137e+01,1795810114464);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-538deed39f54b483d4eb21ca665e4b75142ec6224cadd8f8e98a096df72e6805',0,'{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8566,"no_speech_probability":0.0,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9965},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.999},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9977},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9985},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.999},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9984}],"flags":[],"decoded_at":{"first":0,"end":128001,"window":0}}');
INSERT INTO "pieces" VALUES('transcribe-538deed39f54b483d4eb21ca665e4b75142ec6224cadd8f8e98a096df72e6805',1,'{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7064,"no_speech_probability":0.0,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9986},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9974},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9991},{"start_s":4.64,"end_s":4.82,"text":" to","probability":0.9999},{"start_s":4.82,"end_s":5.1,"text":" learn","probability":0.9992},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9957},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9909}],"flags":[],"decoded_at":{"first":0,"end":128001,"window":0}}');
INSERT INTO "pieces" VALUES('transcribe-538deed39f54b483d4eb21ca665e4b75142ec6224cadd8f8e98a096df72e6805',2,'{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a rtery to the r.","confidence":0.7064,"no_speech_probability":0.0,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.994},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9947},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9933},{"start_s":7.77,"end_s":7.775,"text":" a","probability":0.9641},{"start_s":7.775,"end_s":7.79,"text":" rtery","probability":0.3906},{"start_s":7.79,"end_s":7.85,"text":" to","probability":0.7569},{"start_s":7.85,"end_s":7.896,"text":" the","probability":0.6672},{"start_s":7.896,"end_s":7.93,"text":" r.","probability":0.409}],"flags":[],"decoded_at":{"first":0,"end":128001,"window":0}}');
INSERT INTO "pieces" VALUES('clips-c88c1a45e794d38e56f0d89c96f8cd8a5cabb1b07444e3f5db341b0db6bc344a',0,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a rtery to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a rtery to the r.","video":{"sha256":"5b505c61ab8f13fffb53ab968bf25fc0124d538c3c12dca5201552a936d1a17b","size_bytes":199770,"suffix":".mp4"},"thumbnail":{"sha256":"4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11","size_bytes":12447,"suffix":".jpg"},"width":640,"height":360}');
CREATE TABLE presets (
	num INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	owner VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	job_type VARCHAR NOT NULL, 
	options JSON NOT NULL, 
	priority INTEGER NOT NULL, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	PRIMARY KEY (num), 
	CONSTRAINT uq_presets_name UNIQUE (owner, name)
);
CREATE TABLE provider_health (
	provider VARCHAR NOT NULL, 
	failures INTEGER NOT NULL, 
	open_until_ms BIGINT, 
	open_ms BIGINT NOT NULL, 
	probe_until_ms BIGINT, 
	answer_ms FLOAT, 
	checked_ms BIGINT, 
	PRIMARY KEY (provider)
);
CREATE TABLE provider_orders (
	mark VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	provider VARCHAR NOT NULL, 
	model VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	usd FLOAT NOT NULL, 
	day VARCHAR NOT NULL, 
	order_id TEXT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	ended_ms BIGINT, 
	PRIMARY KEY (mark)
);
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',9.91928417640315807091e-01,2);
INSERT INTO "rates" VALUES('speech','',7.25020436584600247442e-02,1);
INSERT INTO "rates" VALUES('scenes','',3.15431584390242325532e-01,1);
INSERT INTO "rates" VALUES('audio','',8.86515752435803883191e-02,1);
INSERT INTO "rates" VALUES('transcribe','demo',1.22605679902512876289e+00,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',5.96336634400358889251e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',1.97494518658481332806e+00,1);
CREATE TABLE saved_views (
	user_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	"query" JSON NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (user_id, name)
);
CREATE TABLE scene_subtitles (
	scene_id VARCHAR NOT NULL, 
	transcript_id VARCHAR NOT NULL, 
	scene_start_time FLOAT NOT NULL, 
	scene_end_time FLOAT NOT NULL, 
	subtitle_data JSON NOT NULL, 
	PRIMARY KEY (scene_id)
);
CREATE TABLE searched_lines (
	num INTEGER NOT NULL, 
	words TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "searched_lines" VALUES(2097149,'tesla will send a rtery to the r');
INSERT INTO "searched_lines" VALUES(2097150,'today we are going to learn about space');
INSERT INTO "searched_lines" VALUES(2097151,'hello everyone and welcome to my channel');
CREATE TABLE searched_transcripts (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" VARCHAR, 
	UNIQUE ("key")
);
INSERT INTO "searched_transcripts" VALUES(1,'transcribe-538deed39f54b483d4eb21ca665e4b75142ec6224cadd8f8e98a096df72e6805');
CREATE TABLE shares (
	num INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	sealed TEXT NOT NULL, 
	clip INTEGER, 
	key_id VARCHAR, 
	expires_ms BIGINT, 
	created_ms BIGINT NOT NULL, clip_start_ms BIGINT, clip_end_ms BIGINT, maker VARCHAR, 
	PRIMARY KEY (num)
);
CREATE TABLE stage_tasks (
	"key" VARCHAR NOT NULL, 
	requester VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	resource VARCHAR NOT NULL, 
	input TEXT NOT NULL, 
	sealed BOOLEAN NOT NULL, 
	rank BIGINT NOT NULL, 
	follows_s FLOAT NOT NULL, 
	runner VARCHAR, 
	failure JSON, 
	deaths INTEGER NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key", requester)
);
CREATE TABLE telemetry (
	num INTEGER NOT NULL, 
	component VARCHAR NOT NULL, 
	metric VARCHAR NOT NULL, 
	value FLOAT NOT NULL, 
	tags TEXT NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	job_id VARCHAR, 
	weight INTEGER NOT NULL, 
	merge VARCHAR NOT NULL, 
	span_ms INTEGER NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE timelines (
	num INTEGER NOT NULL, 
	timeline JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE transcript_edits (
	transcript_id VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	first INTEGER NOT NULL, 
	placed INTEGER NOT NULL, 
	lines JSON NOT NULL, undone BOOLEAN DEFAULT 0 NOT NULL, 
	PRIMARY KEY (transcript_id, revision)
);
CREATE TABLE transcript_segments (
	transcript_id VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	start_time FLOAT NOT NULL, 
	end_time FLOAT NOT NULL, 
	text TEXT NOT NULL, 
	original_text TEXT, 
	moved BOOLEAN NOT NULL, 
	confidence FLOAT NOT NULL, 
	no_speech_probability FLOAT NOT NULL, 
	speaker_label TEXT, 
	segment_type VARCHAR NOT NULL, 
	flags JSON NOT NULL, 
	words JSON NOT NULL, confirmed BOOLEAN DEFAULT 0 NOT NULL, 
	PRIMARY KEY (transcript_id, idx)
);
CREATE TABLE video_tags (
	video_id VARCHAR NOT NULL, 
	folded VARCHAR NOT NULL, 
	tag VARCHAR NOT NULL, 
	PRIMARY KEY (video_id, folded)
);
CREATE TABLE video_transcripts (
	id VARCHAR NOT NULL, 
	analysis_id VARCHAR, 
	video_filename TEXT, 
	video_duration FLOAT, 
	language_code VARCHAR, 
	transcription_method VARCHAR, 
	confidence_score FLOAT, 
	full_transcript_text TEXT NOT NULL, 
	processing_time_seconds FLOAT, 
	api_response_id VARCHAR, 
	status VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	taken INTEGER NOT NULL, 
	taken_s FLOAT NOT NULL, 
	open BOOLEAN NOT NULL, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, searched_num BIGINT, 
	PRIMARY KEY (id)
);
CREATE TABLE videos (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url TEXT, 
	filename VARCHAR, 
	sha256 VARCHAR, 
	suffix VARCHAR, 
	size_bytes BIGINT, 
	media JSON, 
	user_id VARCHAR, 
	folded TEXT NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL
, title TEXT, source_title TEXT, fetched BOOLEAN DEFAULT 0 NOT NULL);
INSERT INTO "videos" VALUES(1,'01b05f6f-4f82-4dff-867b-2f90480fbcbd',NULL,'talk-8.00-2300d618.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2}',NULL,'talk-8.00-2300d618.mp4
01b05f6f-4f82-4dff-867b-2f90480fbcbd',NULL,1795810086304,1795810086304,NULL,NULL,0);
INSERT INTO "videos" VALUES(2,'f486b85f-0af2-46ce-b231-c65cb94a6c7e',NULL,'silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1}',NULL,'silent-94500712.mp4
f486b85f-0af2-46ce-b231-c65cb94a6c7e',NULL,1795810086719,1795810086719,NULL,NULL,0);
CREATE TABLE voice_samples (
	job_id VARCHAR NOT NULL, 
	label VARCHAR NOT NULL, 
	user_id VARCHAR, 
	name VARCHAR NOT NULL, 
	model VARCHAR NOT NULL, 
	vector JSON NOT NULL, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	PRIMARY KEY (job_id, label)
);
CREATE TABLE webhooks (
	num INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	url TEXT NOT NULL, 
	events JSON NOT NULL, 
	sealed TEXT NOT NULL, 
	user_id VARCHAR, 
	enabled BOOLEAN NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE workers (
	worker_id VARCHAR NOT NULL, 
	host VARCHAR NOT NULL, 
	pid INTEGER NOT NULL, 
	queues JSON NOT NULL, 
	slots JSON NOT NULL, 
	concurrency INTEGER NOT NULL, 
	version VARCHAR NOT NULL, 
	started_ms BIGINT NOT NULL, 
	heartbeat_ms BIGINT NOT NULL, 
	PRIMARY KEY (worker_id)
);
CREATE INDEX ix_artifacts_job_id ON artifacts (job_id);
CREATE INDEX ix_job_stages_key ON job_stages ("key");
CREATE INDEX ix_jobs_completed ON jobs (completed_ms);
CREATE UNIQUE INDEX ix_jobs_id ON jobs (id);
CREATE INDEX ix_jobs_status_num ON jobs (status, num);
CREATE INDEX ix_jobs_type_num ON jobs (job_type, num);
CREATE INDEX ix_jobs_user_num ON jobs (user_id, num);
CREATE INDEX ix_key_blobs_sha256 ON key_blobs (sha256);
CREATE INDEX ix_jobs_status_type_num ON jobs (status, job_type, num);
CREATE TRIGGER jobs_counted_new AFTER INSERT ON jobs BEGIN INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE TRIGGER jobs_counted_gone AFTER DELETE ON jobs BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; END;
CREATE TRIGGER jobs_counted_moved AFTER UPDATE OF status, job_type, priority ON jobs WHEN OLD.status <> NEW.status OR OLD.job_type <> NEW.job_type OR OLD.priority <> NEW.priority BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE UNIQUE INDEX ix_videos_id ON videos (id);
CREATE INDEX ix_videos_sha256 ON videos (sha256);
CREATE INDEX ix_videos_user_num ON videos (user_id, num);
CREATE INDEX ix_jobs_video_status_num ON jobs (video_id, status, num) WHERE video_id IS NOT NULL;
CREATE TRIGGER job_texts_index_new AFTER INSERT ON job_texts WHEN NEW.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE TRIGGER job_texts_index_many AFTER INSERT ON job_texts WHEN NEW.num > (SELECT upto FROM job_texts_indexed) + 500 BEGIN INSERT INTO job_trigrams (rowid, folded) SELECT num, folded FROM job_texts WHERE num > (SELECT upto FROM job_texts_indexed) AND num < NEW.num; UPDATE job_texts_indexed SET upto = NEW.num - 1; END;
CREATE TRIGGER job_texts_index_gone AFTER DELETE ON job_texts WHEN OLD.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); END;
CREATE TRIGGER job_texts_index_moved AFTER UPDATE OF folded ON job_texts WHEN OLD.folded <> NEW.folded AND OLD.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE INDEX ix_video_transcripts_analysis_id ON video_transcripts (analysis_id);
CREATE INDEX ix_video_transcripts_key ON video_transcripts ("key");
CREATE INDEX ix_scene_subtitles_transcript_id ON scene_subtitles (transcript_id);
CREATE UNIQUE INDEX ix_webhooks_id ON webhooks (id);
CREATE UNIQUE INDEX ix_deliveries_id ON deliveries (id);
CREATE INDEX ix_deliveries_job_id ON deliveries (job_id);
CREATE INDEX ix_deliveries_webhook_num ON deliveries (webhook_id, num);
CREATE INDEX ix_deliveries_next ON deliveries (next_ms) WHERE next_ms IS NOT NULL;
CREATE INDEX ix_telemetry_ts ON telemetry (ts_ms);
CREATE INDEX ix_telemetry_component_ts ON telemetry (component, ts_ms);
CREATE INDEX ix_telemetry_metric_ts ON telemetry (metric, ts_ms);
CREATE INDEX ix_telemetry_job ON telemetry (job_id, num) WHERE job_id IS NOT NULL;
CREATE UNIQUE INDEX ix_api_keys_id ON api_keys (id);
CREATE UNIQUE INDEX ix_api_keys_digest ON api_keys (digest);
CREATE UNIQUE INDEX uq_api_keys_name ON api_keys (name) WHERE revoked_ms IS NULL;
CREATE INDEX ix_provider_orders_job_id ON provider_orders (job_id);
CREATE INDEX ix_provider_orders_state ON provider_orders (state);
CREATE INDEX ix_provider_orders_day ON provider_orders (day);
CREATE INDEX ix_video_transcripts_searched_num ON video_transcripts (searched_num);
CREATE TRIGGER searched_lines_new AFTER INSERT ON searched_lines BEGIN INSERT INTO line_words (rowid, words) VALUES (NEW.num, NEW.words); END;
CREATE TRIGGER searched_lines_gone AFTER DELETE ON searched_lines BEGIN INSERT INTO line_words (line_words, rowid, words) VALUES ('delete', OLD.num, OLD.words); END;
CREATE TRIGGER searched_lines_moved AFTER UPDATE ON searched_lines BEGIN INSERT INTO line_words (line_words, rowid, words) VALUES ('delete', OLD.num, OLD.words); INSERT INTO line_words (rowid, words) VALUES (NEW.num, NEW.words); END;
CREATE INDEX ix_voice_samples_user_id ON voice_samples (user_id);
CREATE INDEX ix_video_tags_folded ON video_tags (folded);
CREATE INDEX ix_made_clips_of_job_id ON made_clips (of_job_id);
CREATE UNIQUE INDEX ix_presets_id ON presets (id);
CREATE UNIQUE INDEX ix_feeds_id ON feeds (id);
CREATE INDEX ix_feeds_preset_id ON feeds (preset_id);
CREATE INDEX ix_feeds_user_num ON feeds (user_id, num);
CREATE INDEX ix_feeds_next ON feeds (next_ms) WHERE next_ms IS NOT NULL;
CREATE INDEX ix_feed_entries_state ON feed_entries (feed_id, state, num);
CREATE UNIQUE INDEX ix_shares_id ON shares (id);
CREATE INDEX ix_shares_job_id ON shares (job_id);
CREATE UNIQUE INDEX ix_shares_digest ON shares (digest);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('videos',2);
INSERT INTO "sqlite_sequence" VALUES('jobs',7);
INSERT INTO "sqlite_sequence" VALUES('events',47);
INSERT INTO "sqlite_sequence" VALUES('searched_transcripts',1);
COMMIT;
CREATE VIRTUAL TABLE job_trigrams USING fts5 (folded, content='job_texts', content_rowid='num', tokenize='trigram', detail='none', columnsize=0);
INSERT INTO job_trigrams (job_trigrams) VALUES ('rebuild');
CREATE VIRTUAL TABLE line_words USING fts5 (
  words, content='searched_lines', content_rowid='num', tokenize="ascii tokenchars '$'", columnsize=0, prefix='1 2'
);
INSERT INTO line_words (line_words) VALUES ('rebuild');
UPDATE job_texts_indexed SET upto = (SELECT max(num) FROM job_texts);
